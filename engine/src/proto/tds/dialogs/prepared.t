# A statement that is prepared, then executed by its handle; two calls in one request.
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
03 01 01 22 00 00 01 00 16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00 00 00 ff ff
0d 00 00 00 00 01 26 04 00 00 00 e7 90 01 04 08 d0 00 00 3a 00 40 00 50 00 31 00 20 00 6e 00 76
00 61 00 72 00 63 00 68 00 61 00 72 00 28 00 32 00 30 00 29 00 2c 00 40 00 50 00 32 00 20 00 64
00 61 00 74 00 65 00 74 00 69 00 6d 00 65 00 00 00 e7 90 01 04 08 d0 00 00 78 00 73 00 65 00 6c
00 65 00 63 00 74 00 20 00 69 00 64 00 6e 00 6f 00 2c 00 20 00 62 00 6f 00 72 00 6e 00 20 00 66
00 72 00 6f 00 6d 00 20 00 63 00 61 00 72 00 20 00 77 00 68 00 65 00 72 00 65 00 20 00 6d 00 6f
00 62 00 69 00 6c 00 65 00 20 00 3d 00 20 00 40 00 50 00 31 00 20 00 61 00 6e 00 64 00 20 00 62
00 6f 00 72 00 6e 00 20 00 3e 00 20 00 40 00 50 00 32 00 00 00 e7 c8 00 04 08 d0 00 00 16 00 31
00 33 00 38 00 30 00 30 00 31 00 33 00 38 00 30 00 30 00 30 00 00 00 6f 08 08 31 b1 00 00 c0 7a
10 00
<<< hex
04 01 00 77 00 00 01 00 81 02 00 00 00 00 00 09 00 a7 64 00 04 08 d0 00 00 04 69 00 64 00 6e 00
6f 00 00 00 00 00 09 00 28 04 62 00 6f 00 72 00 6e 00 d1 12 00 31 31 30 31 30 31 31 39 39 30 30
33 30 37 30 30 32 58 03 b2 46 0b ff 11 00 c1 00 01 00 00 00 00 00 00 00 ac 00 00 00 01 00 00 00
00 00 00 26 04 04 01 00 00 00 fe 00 00 c1 00 00 00 00 00 00 00 00 00
>>> hex
03 01 00 9f 00 00 01 00 16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00 00 00 ff ff
0c 00 00 00 00 00 26 04 04 01 00 00 00 00 00 e7 c8 00 04 08 d0 00 00 16 00 31 00 33 00 39 00 30
00 30 00 31 00 33 00 39 00 30 00 30 00 30 00 00 00 6f 08 00 ff 0c 00 64 00 62 00 6f 00 2e 00 75
00 73 00 70 00 5f 00 66 00 69 00 6e 00 64 00 00 00 06 40 00 70 00 68 00 6f 00 6e 00 65 00 00 e7
c8 00 04 08 d0 00 00 16 00 31 00 33 00 37 00 30 00 30 00 31 00 33 00 37 00 30 00 30 00 30 00
<<< hex
04 01 00 76 00 00 01 00 81 01 00 00 00 00 00 09 00 a7 64 00 04 08 d0 00 00 04 69 00 64 00 6e 00
6f 00 d2 01 d2 00 12 00 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 33 38 ff 11 00 c1 00 01
00 00 00 00 00 00 00 ac 00 00 06 40 00 74 00 6f 00 74 00 61 00 6c 00 01 00 00 00 00 00 00 26 08
08 10 65 8d 36 03 00 00 00 fe 00 00 c1 00 00 00 00 00 00 00 00 00
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
> begin tds.query tx=2 db database=crm table=car user=crm_app type="text/plain; charset=utf-8"
> derived "select idno, born from car where mobile = @P1 and born > @P2"
> end complete
> begin tds.query tx=2 db database=crm table=car user=crm_app columns=mobile,born type="text/csv; charset=utf-8"
> derived "\"mobile\",\"born\"\n\"13800138000\",\"2024-03-12 01:00:00\"\n"
> db database=crm table=car user=crm_app columns=mobile,born rows=1
> end complete
< begin tds.rows tx=2 db database=crm table=car user=crm_app columns=idno,born type="text/csv; charset=utf-8"
< derived "\"idno\",\"born\"\n\"11010119900307002X\",\"2024-04-19\"\n"
< db database=crm table=car user=crm_app columns=idno,born rows=1
< end complete
> begin tds.query tx=3 db database=crm table=car user=crm_app columns=mobile,born type="text/csv; charset=utf-8"
> derived "\"mobile\",\"born\"\n\"13900139000\",\n"
> db database=crm table=car user=crm_app columns=mobile,born rows=1
> end complete
> begin tds.query tx=3 db database=crm table=dbo.usp_find user=crm_app columns=phone type="text/csv; charset=utf-8"
> derived "\"phone\"\n\"13700137000\"\n"
> db database=crm table=dbo.usp_find user=crm_app columns=phone rows=1
> end complete
< begin tds.rows tx=3 db database=crm table=dbo.usp_find user=crm_app columns=idno type="text/csv; charset=utf-8"
< derived "\"idno\"\n\n\"110101199003070038\"\n"
< db database=crm table=dbo.usp_find user=crm_app columns=idno rows=2
< end complete
< begin tds.rows tx=3 db database=crm table=dbo.usp_find user=crm_app columns=total type="text/csv; charset=utf-8"
< derived "\"total\"\n\"13800138000\"\n"
< db database=crm table=dbo.usp_find user=crm_app columns=total rows=1
< end complete
