# SET NAMES and the columns say in which charset statements and rows are; COM_INIT_DB changes the database.
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
10 00 00 00 03 53 45 54 20 4e 41 4d 45 53 20 27 67 62 6b 27
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
# init db
06 00 00 00 02 73 61 6c 65 73
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
25 00 00 00 03 73 65 6c 65 63 74 20 d0 d5 c3 fb 20 66 72 6f 6d 20 74 20 77 68 65 72 65 20 d0 d5
c3 fb 3d 27 d5 c5 ce b0 27
<<< hex
01 00 00 01 01 31 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 04 d0 d5 c3 fb 04 d0 d5 c3 fb 0c 1c 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 03 fe 00
00 02 00 05 00 00 04 04 d5 c5 ce b0 05 00 00 05 fe 00 00 02 00
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm user=app type="text/plain; charset=gbk"
> derived "SET NAMES \'gbk\'"
> end complete
> begin mysql.query tx=2 db database=crm user=app type="text/plain; charset=gbk"
> derived "sales"
> end complete
> begin mysql.query tx=3 db database=sales table=t user=app type="text/plain; charset=gbk"
> derived "select \xd0\xd5\xc3\xfb from t where \xd0\xd5\xc3\xfb=\'\xd5\xc5\xce\xb0\'"
> end complete
< begin mysql.rows tx=3 db database=crm table=customer user=app columns=姓名 type="text/csv; charset=gbk"
< derived "\"\xd0\xd5\xc3\xfb\"\n\"\xd5\xc5\xce\xb0\"\n"
< db database=crm table=customer user=app columns=姓名 rows=1
< end complete
