# MariaDB: statements are executed before the reply to their preparation; the types of values are remembered.
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
32 00 00 00 16 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 75 73 74 6f 6d 65 72 20 28 69 64 6e 6f 2c
20 6d 6f 62 69 6c 65 29 20 76 61 6c 75 65 73 20 28 3f 2c 20 3f 29 25 00 00 00 fa ff ff ff ff 80
00 fd 00 08 00 00 02 61 31 00 10 65 8d 36 03 00 00 00 00 02 61 32 00 f8 49 83 3c 03 00 00 00 1b
00 00 00 17 ff ff ff ff 00 01 00 00 00 00 01 fd 00 08 00 02 61 33 28 80 97 30 03 00 00 00
<<< hex
0c 00 00 01 00 05 00 00 00 00 00 02 00 00 00 00 1b 00 00 02 03 64 65 66 03 63 72 6d 00 00 01 3f
01 3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 1b 00 00 03 03 64 65 66 03 63 72 6d 00 00 01 3f 01
3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 04 fe 00 00 02 00 07 00 00 01 00 00 00 02 00
00 00 07 00 00 01 00 00 00 02 00 00 00
>>> hex
17 00 00 00 17 05 00 00 00 00 01 00 00 00 00 00 02 61 34 40 9b a1 2a 03 00 00 00
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
> begin mysql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "insert into customer (idno, mobile) values (?, ?)"
> end complete
> begin mysql.query tx=2 db database=crm table=customer user=app columns=idno,mobile type="text/csv; charset=utf-8"
> derived "\"idno\",\"mobile\"\n\"a1\",\"13800138000\"\n\"a2\",\"13900139000\"\n"
> db database=crm table=customer user=app columns=idno,mobile rows=2
> end complete
> begin mysql.query tx=3 db database=crm table=customer user=app columns=idno,mobile type="text/csv; charset=utf-8"
> derived "\"idno\",\"mobile\"\n\"a3\",\"13700137000\"\n"
> db database=crm table=customer user=app columns=idno,mobile rows=1
> end complete
> begin mysql.query tx=4 db database=crm table=customer user=app columns=idno,mobile type="text/csv; charset=utf-8"
> derived "\"idno\",\"mobile\"\n\"a4\",\"13600136000\"\n"
> db database=crm table=customer user=app columns=idno,mobile rows=1
> end complete
