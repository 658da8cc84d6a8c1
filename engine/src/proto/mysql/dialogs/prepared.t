# Prepared statements: values under the names of their columns, rows in binary form, executed again without types.
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
# prepare
3c 00 00 00 16 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 61 72 20 28 69 64 6e 6f 2c 20 6d 6f 62 69
6c 65 2c 20 62 6f 72 6e 2c 20 6e 29 20 76 61 6c 75 65 73 20 28 3f 2c 20 3f 2c 20 3f 2c 20 3f 29
<<< hex
0c 00 00 01 00 05 00 00 00 00 00 04 00 00 00 00 1b 00 00 02 03 64 65 66 03 63 72 6d 00 00 01 3f
01 3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 1b 00 00 03 03 64 65 66 03 63 72 6d 00 00 01 3f 01
3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 1b 00 00 04 03 64 65 66 03 63 72 6d 00 00 01 3f 01 3f
0c 3f 00 64 00 00 00 fd 00 00 00 00 00 1b 00 00 05 03 64 65 66 03 63 72 6d 00 00 01 3f 01 3f 0c
3f 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 06 fe 00 00 02 00
>>> hex
# execute, the last is NULL
38 00 00 00 17 05 00 00 00 00 01 00 00 00 08 01 fd 00 fd 00 0a 00 08 80 12 31 31 30 31 30 31 31
39 39 30 30 33 30 37 30 30 32 58 0b 31 33 38 30 30 31 33 38 30 30 30 04 cf 07 0c 1f
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
# execute, types as before
34 00 00 00 17 05 00 00 00 00 01 00 00 00 00 00 12 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30
30 32 58 0b 31 33 39 30 30 31 33 39 30 30 30 00 10 65 8d 36 03 00 00 00
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
# close: no reply
05 00 00 00 19 05 00 00 00
35 00 00 00 16 73 65 6c 65 63 74 20 69 64 2c 20 6d 6f 62 69 6c 65 2c 20 62 6f 72 6e 2c 20 70 68
6f 74 6f 20 66 72 6f 6d 20 63 61 72 20 77 68 65 72 65 20 69 64 20 3e 20 3f
<<< hex
0c 00 00 01 00 06 00 00 00 04 00 01 00 00 00 00 1b 00 00 02 03 64 65 66 03 63 72 6d 00 00 01 3f
01 3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 03 fe 00 00 02 00 2d 00 00 04 03 64 65 66
03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 02 69 64 02 69 64 0c 3f 00 64
00 00 00 03 00 00 00 00 00 35 00 00 05 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63
75 73 74 6f 6d 65 72 06 6d 6f 62 69 6c 65 06 6d 6f 62 69 6c 65 0c 2d 00 64 00 00 00 fd 00 00 00
00 00 31 00 00 06 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72
04 62 6f 72 6e 04 62 6f 72 6e 0c 3f 00 64 00 00 00 0c 00 00 00 00 00 33 00 00 07 03 64 65 66 03
63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 05 70 68 6f 74 6f 05 70 68 6f 74
6f 0c 3f 00 64 00 00 00 fc 00 00 00 00 00 05 00 00 08 fe 00 00 02 00
>>> hex
12 00 00 00 17 06 00 00 00 00 01 00 00 00 00 01 03 00 09 00 00 00
<<< hex
01 00 00 01 04 2d 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 02 69 64 02 69 64 0c 3f 00 64 00 00 00 03 20 00 00 00 00 35 00 00 03 03 64 65 66 03 63
72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 06 6d 6f 62 69 6c 65 06 6d 6f 62 69
6c 65 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 31 00 00 04 03 64 65 66 03 63 72 6d 08 63 75 73 74
6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 04 62 6f 72 6e 04 62 6f 72 6e 0c 3f 00 64 00 00 00 0c 00
00 00 00 00 33 00 00 05 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d
65 72 05 70 68 6f 74 6f 05 70 68 6f 74 6f 0c 3f 00 64 00 00 00 fc 00 00 00 00 00 05 00 00 06 fe
00 00 02 00 27 00 00 07 00 00 00 28 6b ee 0b 31 33 38 30 30 31 33 38 30 30 30 07 e8 07 02 1d 0c
05 09 0c ff d8 ff 01 61 20 22 62 22 00 00 63 0d 00 00 08 00 08 07 00 00 00 00 05 70 6c 61 69 6e
05 00 00 09 fe 00 00 02 00
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=car user=app type="text/plain; charset=utf-8"
> derived "insert into car (idno, mobile, born, n) values (?, ?, ?, ?)"
> end complete
> begin mysql.query tx=2 db database=crm table=car user=app columns=idno,mobile,born,n type="text/csv; charset=utf-8"
> derived "\"idno\",\"mobile\",\"born\",\"n\"\n\"11010119900307002X\",\"13800138000\",\"1999-12-31\",\n"
> db database=crm table=car user=app columns=idno,mobile,born,n rows=1
> end complete
> begin mysql.query tx=3 db database=crm table=car user=app columns=idno,mobile,born,n type="text/csv; charset=utf-8"
> derived "\"idno\",\"mobile\",\"born\",\"n\"\n\"11010119900307002X\",\"13900139000\",\"0000-00-00\",\"13800138000\"\n"
> db database=crm table=car user=app columns=idno,mobile,born,n rows=1
> end complete
> begin mysql.query tx=4 db database=crm table=car user=app type="text/plain; charset=utf-8"
> derived "select id, mobile, born, photo from car where id > ?"
> end complete
> begin mysql.query tx=5 db database=crm table=car user=app columns=id type="text/csv; charset=utf-8"
> derived "\"id\"\n\"9\"\n"
> db database=crm table=car user=app columns=id rows=1
> end complete
< begin mysql.rows tx=5 db database=crm table=customer user=app columns=id,mobile,born,photo type="text/csv; charset=utf-8"
< derived "\"id\",\"mobile\",\"born\",\"photo\"\n\"4000000000\",\"13800138000\",\"2024-02-29 12:05:09\",\" a \"\"b\"\" c\"\n\"7\",,\"0000-00-00\",\"plain\"\n"
< db database=crm table=customer user=app columns=id,mobile,born,photo rows=2
< end complete
