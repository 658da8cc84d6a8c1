# Events for a replica whose command was lost, and what a semi-synchronous source puts before them.
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
><> 25
<<< hex
26 00 00 01 00 00 f1 53 65 04 01 00 00 00 25 00 00 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00
62 69 6e 2e 30 30 30 30 30 31 36 00 00 02 00 00 f1 53 65 02 01 00 00 00 35 00 00 00 00 00 00 00
00 00 69 6e 73 65 72 74 20 69 6e 74 6f 20 74 20 76 61 6c 75 65 73 20 28 31 33 38 30 30 31 33 38
30 30 30 29 38 00 00 03 00 ef 00 00 f1 53 65 02 01 00 00 00 35 00 00 00 00 00 00 00 00 00 69 6e
73 65 72 74 20 69 6e 74 6f 20 74 20 76 61 6c 75 65 73 20 28 31 33 39 30 30 31 33 39 30 30 30 29
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
< begin mysql.binlog tx=0 db database=crm user=app type="text/plain; charset=utf-8"
< derived " Se % bin.000001\n Se 5 insert into t values (13800138000)\n Se 5 insert into t values (13900139000)\n"
< end cut
