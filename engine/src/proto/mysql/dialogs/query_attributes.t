# Attributes stand before a statement.
<<< hex
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 89
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
>>> hex
53 00 00 01 8d a2 af 08 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 14 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 63 72 6d
00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
<<< hex
07 00 00 02 00 00 00 02 00 00 00
>>> hex
0b 00 00 00 03 00 01 73 65 6c 65 63 74 20 31
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
21 00 00 00 03 01 01 00 01 fd 00 05 74 72 61 63 65 0b 31 33 38 30 30 31 33 38 30 30 30 73 65 6c
65 63 74 20 32
<<< hex
07 00 00 01 00 00 00 02 00 00 00
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select 1"
> end complete
> begin mysql.query tx=2 db database=crm user=app columns=trace type="text/csv; charset=utf-8"
> derived "\"trace\"\n\"13800138000\"\n"
> db database=crm user=app columns=trace rows=1
> end complete
> begin mysql.query tx=2 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select 2"
> end complete
