# Several results of one statement; the last in the form without EOF packets.
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
0e 00 00 00 03 63 61 6c 6c 20 72 65 70 6f 72 74 28 29
<<< hex
01 00 00 01 01 2b 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 01 61 01 61 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 03 fe 00 00 0a 00 02 00 00
04 01 31 05 00 00 05 fe 00 00 0a 00 01 00 00 06 01 2b 00 00 07 03 64 65 66 03 63 72 6d 08 63 75
73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 01 62 01 62 0c 2d 00 64 00 00 00 fd 00 00 00 00 00
05 00 00 08 fe 00 00 0a 00 05 00 00 09 fe 00 00 0a 00 07 00 00 0a 00 01 00 02 00 00 00
>>> hex
09 00 00 00 03 73 65 6c 65 63 74 20 63
<<< hex
01 00 00 01 01 2b 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 01 63 01 63 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 02 00 00 03 01 78 07 00 00 04 fe 00
00 02 00 00 00
>>> hex
09 00 00 00 03 73 65 6c 65 63 74 20 64
<<< hex
1b 00 00 01 ff 1e 04 23 32 33 30 30 30 55 6e 6b 6e 6f 77 6e 20 63 6f 6c 75 6d 6e 20 27 64 27
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "call report()"
> end complete
< begin mysql.rows tx=1 db database=crm table=customer user=app columns=a type="text/csv; charset=utf-8"
< derived "\"a\"\n\"1\"\n"
< db database=crm table=customer user=app columns=a rows=1
< end complete
> begin mysql.query tx=2 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select c"
> end complete
< begin mysql.rows tx=2 db database=crm table=customer user=app columns=c type="text/csv; charset=utf-8"
< derived "\"c\"\n\"x\"\n"
< db database=crm table=customer user=app columns=c rows=1
< end complete
> begin mysql.query tx=3 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select d"
> end complete
< begin mysql.error tx=3 db database=crm user=app type="text/plain; charset=utf-8"
< derived "Unknown column \'d\'"
< end complete
