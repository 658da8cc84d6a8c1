# An error quotes a value; progress reports of MariaDB are none.
<<< hex
# greeting
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
>>> hex
# login
53 00 00 01 8d a2 af 00 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 14 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 63 72 6d
00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
<<< hex
# OK
07 00 00 02 00 00 00 02 00 00 00
>>> hex
25 00 00 00 03 69 6e 73 65 72 74 20 69 6e 74 6f 20 74 20 76 61 6c 75 65 73 20 28 27 31 33 38 30
30 31 33 38 30 30 30 27 29
<<< hex
0b 00 00 01 ff ff ff 01 01 01 00 00 00 01 78 37 00 00 02 ff 26 04 23 32 33 30 30 30 44 75 70 6c
69 63 61 74 65 20 65 6e 74 72 79 20 27 31 33 38 30 30 31 33 38 30 30 30 27 20 66 6f 72 20 6b 65
79 20 27 6d 6f 62 69 6c 65 27
>>> hex
10 00 00 00 03 73 65 6c 65 63 74 20 61 20 66 72 6f 6d 20 74
<<< hex
01 00 00 01 01 2b 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 01 61 01 61 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 03 fe 00 00 02 00 02 00 00
04 01 31 28 00 00 05 ff 25 05 23 32 33 30 30 30 51 75 65 72 79 20 65 78 65 63 75 74 69 6f 6e 20
77 61 73 20 69 6e 74 65 72 72 75 70 74 65 64
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "insert into t values (\'13800138000\')"
> end complete
< begin mysql.error tx=1 db database=crm table=t user=app type="text/plain; charset=utf-8"
< derived "Duplicate entry \'13800138000\' for key \'mobile\'"
< end complete
> begin mysql.query tx=2 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "select a from t"
> end complete
< begin mysql.rows tx=2 db database=crm table=customer user=app columns=a type="text/csv; charset=utf-8"
< derived "\"a\"\n\"1\"\n"
< db database=crm table=customer user=app columns=a rows=1
< end cut
< begin mysql.error tx=2 db database=crm table=t user=app type="text/plain; charset=utf-8"
< derived "Query execution was interrupted"
< end complete
