# Packets longer than is held: a statement and a row go through, what else there is is skipped.
@limit head_bytes 200
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
fd 00 00 00 03 69 6e 73 65 72 74 20 69 6e 74 6f 20 74 20 76 61 6c 75 65 73 20 28 27 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 e5 bc a0 e4 bc 9f 31 33 38 30 30 31 33 38
30 30 30 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79
79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 27
29
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
16 00 00 00 03 73 65 6c 65 63 74 20 61 2c 20 62 2c 20 63 20 66 72 6f 6d 20 74
<<< hex
01 00 00 01 03 2b 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 01 61 01 61 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 2b 00 00 03 03 64 65 66 03 63 72 6d
08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 01 62 01 62 0c 3f 00 64 00 00 00 fc 00 00
00 00 00 2b 00 00 04 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65
72 01 63 01 63 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 05 fe 00 00 02 00 01 01 00 06 5b
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 22 98 00 ff 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 0b 31 33 38 30 30 31 33 38 30 30 30
05 00 00 07 fe 00 00 02 00
>>> hex
0c 01 00 00 17 01 00 00 00 00 00 00 00 00 00 01 fd 00 fc fb 00 31 33 39 30 30 31 33 39 30 30 30
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a
<<< hex
e5 00 00 01 ff db 04 23 32 33 30 30 30 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75
75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75
75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75
75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75
75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75
75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75
75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 75
75 75 75 75 75 75 75 75 75
>>> hex
09 00 00 00 03 73 65 6c 65 63 74 20 31
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "insert into t values (\'xxxxxxxxxxxxxxxxx"... 252 bytes #560a505c
> end complete
> begin mysql.query tx=2 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "select a, b, c from t"
> end complete
< begin mysql.rows tx=2 db database=crm table=customer user=app columns=a,b,c type="text/csv; charset=utf-8"
< derived "\"a\",\"b\",\"c\"\n\"mmmmmmmmmmmmmmmmmmmmmmmmmmm"... 275 bytes #c0308c0e
< db database=crm table=customer user=app columns=a,b,c rows=1
< end complete
> begin mysql.query tx=3 db database=crm user=app type="text/plain; charset=utf-8"
> derived "       13900139000zzzzzzzzzzzzzzzzzzzzzz"... 258 bytes #e71fc3b0
> end complete
< anomaly head_too_long a packet longer than is held
< sealed 229 skipped
> begin mysql.query tx=4 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select 1"
> end complete
