# A preparation is lost, which shows in the client only behind its reply.
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
<<< hex
0c 00 00 01 00 01 00 00 00 00 00 02 00 00 00 00 17 00 00 02 03 64 65 66 00 00 00 01 3f 00 0c 3f
00 00 00 00 00 fd 80 00 00 00 00 17 00 00 03 03 64 65 66 00 00 00 01 3f 00 0c 3f 00 00 00 00 00
fd 80 00 00 00 00 05 00 00 04 fe 00 00 02 00
><> 60
>>> hex
1c 00 00 00 03 73 65 6c 65 63 74 20 6d 6f 62 69 6c 65 20 66 72 6f 6d 20 63 75 73 74 6f 6d 65 72
<<< hex
01 00 00 01 01 35 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 06 6d 6f 62 69 6c 65 06 6d 6f 62 69 6c 65 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00
00 03 fe 00 00 02 00 0c 00 00 04 0b 31 33 38 30 30 31 33 38 30 30 30 05 00 00 05 fe 00 00 02 00
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> anomaly parser_resync packets line up again
> begin mysql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select mobile from customer"
> end complete
< begin mysql.rows tx=1 db database=crm table=customer user=app columns=mobile type="text/csv; charset=utf-8"
< derived "\"mobile\"\n\"13800138000\"\n"
< db database=crm table=customer user=app columns=mobile rows=1
< end complete
