# Text of a result in UTF-16, little-endian,, and the names of its columns.
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
24 00 00 00 03 73 65 74 20 63 68 61 72 61 63 74 65 72 5f 73 65 74 5f 72 65 73 75 6c 74 73 20 3d
20 75 74 66 31 36 6c 65
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
26 00 00 00 03 73 65 6c 65 63 74 20 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 2c 20 69 64 20 66 72 6f
6d 20 63 75 73 74 6f 6d 65 72
<<< hex
01 00 00 01 03 47 00 00 02 06 64 00 65 00 66 00 06 63 00 72 00 6d 00 10 63 00 75 00 73 00 74 00
6f 00 6d 00 65 00 72 00 10 63 00 75 00 73 00 74 00 6f 00 6d 00 65 00 72 00 04 d3 59 0d 54 04 d3
59 0d 54 0c 38 00 64 00 00 00 fd 00 00 00 00 00 57 00 00 03 06 64 00 65 00 66 00 06 63 00 72 00
6d 00 10 63 00 75 00 73 00 74 00 6f 00 6d 00 65 00 72 00 10 63 00 75 00 73 00 74 00 6f 00 6d 00
65 00 72 00 0c 6d 00 6f 00 62 00 69 00 6c 00 65 00 0c 6d 00 6f 00 62 00 69 00 6c 00 65 00 0c 38
00 64 00 00 00 fd 00 00 00 00 00 47 00 00 04 06 64 00 65 00 66 00 06 63 00 72 00 6d 00 10 63 00
75 00 73 00 74 00 6f 00 6d 00 65 00 72 00 10 63 00 75 00 73 00 74 00 6f 00 6d 00 65 00 72 00 04
69 00 64 00 04 69 00 64 00 0c 3f 00 64 00 00 00 08 00 00 00 00 00 05 00 00 05 fe 00 00 02 00 22
00 00 06 08 20 5f 09 4e 3d d8 00 de 16 31 00 33 00 38 00 30 00 30 00 31 00 33 00 38 00 30 00 30
00 30 00 01 37 1c 00 00 07 02 78 00 16 31 00 33 00 39 00 30 00 30 00 31 00 33 00 39 00 30 00 30
00 30 00 01 38 05 00 00 08 fe 00 00 02 00
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "set character_set_results = utf16le"
> end complete
> begin mysql.query tx=2 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select name, mobile, id from customer"
> end complete
< begin mysql.rows tx=2 db database=crm table=customer user=app columns=姓名,mobile,id type="text/csv; charset=utf-8"
< derived "\"姓名\",\"mobile\",\"id\"\n\"张三😀\",\"13800138000\",\"7\"\n\"x\",\"13900139000\",\"8\"\n"
< db database=crm table=customer user=app columns=姓名,mobile,id rows=2
< end complete
