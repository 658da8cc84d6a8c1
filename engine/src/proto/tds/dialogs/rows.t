# A login in the clear; a batch, and rows in UTF-16, GBK and chunks.
>>> hex
12 01 00 2f 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00
01 ff 09 00 00 00 00 00 02 00 4d 00 00 00 00
<<< hex
04 01 00 2b 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 00 04 00 22 00
01 ff 0f 00 07 d0 00 00 02 00 00
>>> hex
# login
10 01 00 ce 00 00 01 00 c6 00 00 00 04 00 00 74 00 10 00 00 07 00 00 00 d2 04 00 00 00 00 00 00
e0 03 00 00 e0 01 00 00 04 08 00 00 5e 00 0a 00 72 00 07 00 80 00 0c 00 98 00 07 00 a6 00 09 00
00 00 00 00 b8 00 04 00 c0 00 00 00 c0 00 03 00 02 42 00 00 00 01 c6 00 00 00 c6 00 00 00 c6 00
00 00 00 00 00 00 63 00 72 00 6d 00 2d 00 61 00 70 00 70 00 2d 00 30 00 31 00 63 00 72 00 6d 00
5f 00 61 00 70 00 70 00 90 a5 93 a5 23 a5 b6 a5 f2 a5 f3 a5 92 a5 92 a5 f3 a5 63 a5 97 a5 d6 a5
62 00 69 00 6c 00 6c 00 69 00 6e 00 67 00 31 00 39 00 32 00 2e 00 30 00 2e 00 32 00 2e 00 39 00
4f 00 44 00 42 00 43 00 63 00 72 00 6d 00
<<< hex
# accepted
04 01 00 62 00 00 01 00 e3 15 00 01 03 63 00 72 00 6d 00 06 6d 00 61 00 73 00 74 00 65 00 72 00
ad 32 00 01 74 00 00 04 14 4d 00 69 00 63 00 72 00 6f 00 73 00 6f 00 66 00 74 00 20 00 53 00 51
00 4c 00 20 00 53 00 65 00 72 00 76 00 65 00 72 00 0f 00 07 d0 fd 00 00 c1 00 00 00 00 00 00 00
00 00
>>> hex
01 01 00 ae 00 00 01 00 16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00 00 00 53 00
45 00 4c 00 45 00 43 00 54 00 20 00 69 00 64 00 2c 00 20 00 d3 59 0d 54 2c 00 20 00 6d 00 6f 00
62 00 69 00 6c 00 65 00 2c 00 20 00 69 00 64 00 6e 00 6f 00 20 00 46 00 52 00 4f 00 4d 00 20 00
5b 00 64 00 62 00 6f 00 5d 00 2e 00 5b 00 a2 5b 37 62 5d 00 20 00 57 00 48 00 45 00 52 00 45 00
20 00 6d 00 6f 00 62 00 69 00 6c 00 65 00 20 00 3d 00 20 00 27 00 31 00 33 00 38 00 30 00 30 00
31 00 33 00 38 00 30 00 30 00 30 00 27 00
<<< hex
04 01 00 e3 00 00 01 00 81 04 00 00 00 00 00 09 00 26 04 02 69 00 64 00 00 00 00 00 09 00 e7 c8
00 04 08 d0 00 00 02 d3 59 0d 54 00 00 00 00 09 00 a7 64 00 04 08 d0 00 00 06 6d 00 6f 00 62 00
69 00 6c 00 65 00 00 00 00 00 09 00 e7 ff ff 04 08 d0 00 00 04 69 00 64 00 6e 00 6f 00 d1 04 01
00 00 00 04 00 20 5f 09 4e 0b 00 31 33 38 30 30 31 33 38 30 30 30 24 00 00 00 00 00 00 00 24 00
00 00 31 00 31 00 30 00 31 00 30 00 31 00 31 00 39 00 39 00 30 00 30 00 33 00 30 00 37 00 30 00
30 00 32 00 58 00 00 00 00 00 d1 04 02 00 00 00 0c 00 4e 67 db 56 20 00 22 00 78 00 22 00 0e 00
31 33 39 30 30 31 33 39 30 30 30 20 cd f5 ff ff ff ff ff ff ff ff fd 10 00 c1 00 02 00 00 00 00
00 00 00
===
> transport tds none upgrade=not_offered
> begin tds.login tx=1 db database=crm user=crm_app type="text/plain; charset=utf-8"
> text user Plain "crm_app"
> text database Plain "crm"
> text host Plain "crm-app-01"
> text program Plain "billing"
> text server Plain "192.0.2.9"
> text library Plain "ODBC"
> credential cleartext "crm_app":"Sch1uessel#7"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin tds.query tx=2 db database=crm table=客户 user=crm_app type="text/plain; charset=utf-8"
> derived "SELECT id, 姓名, mobile, idno FROM [dbo].[客户] WHERE mobile = \'13800138000\'"
> end complete
< begin tds.rows tx=2 db database=crm table=客户 user=crm_app columns=id,姓名,mobile,idno type="text/csv; charset=utf-8"
< derived "\"id\",\"姓名\",\"mobile\",\"idno\"\n\"1\",\"张三\",\"13800138000\",\"11010119900307002X\"\n\"2\",\"李四 \"\"x\"\"\",\"13900139000 王\",\n"
< db database=crm table=客户 user=crm_app columns=id,姓名,mobile,idno rows=2
< end complete
