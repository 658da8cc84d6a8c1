# A login by challenge, a query, rows with NULL, a quotation mark and Chinese.
<<< hex
# greeting
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
>>> hex
# login
72 00 00 01 8d a2 bf 00 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 14 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 63 72 6d
00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00 1e 0c 5f 63 6c 69 65 6e 74
5f 6e 61 6d 65 08 6c 69 62 6d 79 73 71 6c 04 5f 70 69 64 02 37 37
<<< hex
# OK
07 00 00 02 00 00 00 02 00 00 00
>>> hex
2a 00 00 00 03 73 65 6c 65 63 74 20 69 64 2c 20 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 20 66 72 6f
6d 20 63 72 6d 2e 63 75 73 74 6f 6d 65 72
<<< hex
01 00 00 01 03 2d 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 02 69 64 02 69 64 0c 3f 00 64 00 00 00 03 00 00 00 00 00 35 00 00 03 03 64 65 66 03 63
72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 06 e5 a7 93 e5 90 8d 06 e5 a7 93 e5
90 8d 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 35 00 00 04 03 64 65 66 03 63 72 6d 08 63 75 73 74
6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 06 6d 6f 62 69 6c 65 06 6d 6f 62 69 6c 65 0c 2d 00 64 00
00 00 fd 00 00 00 00 00 05 00 00 05 fe 00 00 02 00 15 00 00 06 01 31 06 e5 bc a0 e4 bc 9f 0b 31
33 38 30 30 31 33 38 30 30 30 09 00 00 07 01 32 05 61 20 22 62 22 fb 05 00 00 08 fe 00 00 02 00
>>> hex
# ping
01 00 00 00 0e
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
# quit
01 00 00 00 01
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> text attributes Headers "_client_name: libmysql\n_pid: 77\n"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select id, name, mobile from crm.customer"
> end complete
< begin mysql.rows tx=1 db database=crm table=customer user=app columns=id,姓名,mobile type="text/csv; charset=utf-8"
< derived "\"id\",\"姓名\",\"mobile\"\n\"1\",\"张伟\",\"13800138000\"\n\"2\",\"a \"\"b\"\"\",\n"
< db database=crm table=customer user=app columns=id,姓名,mobile rows=2
< end complete
