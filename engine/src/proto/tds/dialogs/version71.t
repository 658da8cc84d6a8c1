# Version 7.1: no headers, shorter fields.
>>> hex
12 01 00 2f 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00
01 ff 09 00 00 00 00 00 02 00 4d 00 00 00 00
<<< hex
04 01 00 2b 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 00 04 00 22 00
01 ff 0f 00 07 d0 00 00 02 00 00
>>> hex
10 01 00 b2 00 00 01 00 aa 00 00 00 01 00 00 71 00 10 00 00 07 00 00 00 d2 04 00 00 00 00 00 00
e0 03 00 00 e0 01 00 00 04 08 00 00 56 00 0a 00 6a 00 03 00 70 00 06 00 7c 00 07 00 8a 00 09 00
00 00 00 00 9c 00 04 00 a4 00 00 00 a4 00 03 00 02 42 00 00 00 01 aa 00 00 00 aa 00 00 00 63 00
72 00 6d 00 2d 00 61 00 70 00 70 00 2d 00 30 00 31 00 61 00 70 00 70 00 d3 a5 f3 a5 23 a5 f3 a5
33 a5 73 a5 62 00 69 00 6c 00 6c 00 69 00 6e 00 67 00 31 00 39 00 32 00 2e 00 30 00 2e 00 32 00
2e 00 39 00 4f 00 44 00 42 00 43 00 63 00 72 00 6d 00
<<< hex
04 01 00 46 00 00 01 00 ad 32 00 01 71 00 00 01 14 4d 00 69 00 63 00 72 00 6f 00 73 00 6f 00 66
00 74 00 20 00 53 00 51 00 4c 00 20 00 53 00 65 00 72 00 76 00 65 00 72 00 0f 00 07 d0 fd 00 00
c1 00 00 00 00 00
>>> hex
01 01 00 26 00 00 01 00 73 00 65 00 6c 00 65 00 63 00 74 00 20 00 61 00 20 00 66 00 72 00 6f 00
6d 00 20 00 74 00
<<< hex
04 01 00 67 00 00 01 00 81 02 00 00 00 09 00 a7 64 00 04 08 d0 00 00 01 61 00 00 00 09 00 63 63
00 00 00 04 08 d0 00 00 01 00 74 00 01 6e 00 d1 0b 00 31 33 38 30 30 31 33 38 30 30 30 10 70 70
70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 70 04 00 00 00 20 5f 09 4e fd 10
00 c1 00 01 00 00 00
===
> transport tds none upgrade=not_offered
> begin tds.login tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> text host Plain "crm-app-01"
> text program Plain "billing"
> text server Plain "192.0.2.9"
> text library Plain "ODBC"
> credential cleartext "app":"geheim"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin tds.query tx=2 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "select a from t"
> end complete
< begin tds.rows tx=2 db database=crm table=t user=app columns=a,n type="text/csv; charset=utf-8"
< derived "\"a\",\"n\"\n\"13800138000\",\"张三\"\n"
< db database=crm table=t user=app columns=a,n rows=1
< end complete
