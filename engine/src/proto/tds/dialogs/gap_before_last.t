# Behind a gap one message follows, and nothing else: it tells what it is.
>>> hex
12 01 00 2f 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00
01 ff 09 00 00 00 00 00 02 00 4d 00 00 00 00
<<< hex
04 01 00 2b 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 00 04 00 22 00
01 ff 0f 00 07 d0 00 00 02 00 00
>>> hex
10 01 00 ce 00 00 01 00 c6 00 00 00 04 00 00 74 00 10 00 00 07 00 00 00 d2 04 00 00 00 00 00 00
e0 03 00 00 e0 01 00 00 04 08 00 00 5e 00 0a 00 72 00 07 00 80 00 0c 00 98 00 07 00 a6 00 09 00
00 00 00 00 b8 00 04 00 c0 00 00 00 c0 00 03 00 02 42 00 00 00 01 c6 00 00 00 c6 00 00 00 c6 00
00 00 00 00 00 00 63 00 72 00 6d 00 2d 00 61 00 70 00 70 00 2d 00 30 00 31 00 63 00 72 00 6d 00
5f 00 61 00 70 00 70 00 90 a5 93 a5 23 a5 b6 a5 f2 a5 f3 a5 92 a5 92 a5 f3 a5 63 a5 97 a5 d6 a5
62 00 69 00 6c 00 6c 00 69 00 6e 00 67 00 31 00 39 00 32 00 2e 00 30 00 2e 00 32 00 2e 00 39 00
4f 00 44 00 42 00 43 00 63 00 72 00 6d 00
<<< hex
04 01 00 15 00 00 01 00 fd 10 00 c1 00 01 00 00 00 00 00 00 00
><> 90
>>> hex
01 01 00 64 00 00 01 00 16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00 00 00 75 00
70 00 64 00 61 00 74 00 65 00 20 00 63 00 61 00 72 00 20 00 73 00 65 00 74 00 20 00 6d 00 6f 00
62 00 69 00 6c 00 65 00 3d 00 27 00 31 00 33 00 38 00 30 00 30 00 31 00 33 00 38 00 30 00 30 00
30 00 27 00
<>< 40
<<< hex
04 01 00 2c 00 00 01 00 ab 14 00 01 00 00 00 01 0e 03 00 61 00 62 00 63 00 00 00 01 00 00 00 fd
10 00 c1 00 01 00 00 00 00 00 00 00
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
> anomaly parser_resync packets line up again
> begin tds.query tx=2 db database=crm table=car user=crm_app type="text/plain; charset=utf-8"
> derived "update car set mobile=\'13800138000\'"
> end complete
< anomaly parser_resync packets line up again
< begin tds.info tx=2 db database=crm table=car user=crm_app type="text/plain; charset=utf-8"
< derived "abc"
< end complete
