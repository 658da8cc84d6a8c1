# Version 7.1 without a login: told by its columns.
>>> hex
01 01 00 3c 00 00 01 00 16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00 00 00 73 00
65 00 6c 00 65 00 63 00 74 00 20 00 61 00 20 00 66 00 72 00 6f 00 6d 00 20 00 74 00
<<< hex
04 01 00 41 00 00 01 00 81 02 00 00 00 09 00 a7 64 00 04 08 d0 00 00 01 61 00 00 00 09 00 26 04
02 62 00 62 00 d1 0b 00 31 33 38 30 30 31 33 38 30 30 30 04 07 00 00 00 fd 10 00 c1 00 01 00 00
00
===
> begin tds.query tx=0 db table=t type="text/plain; charset=utf-8"
> derived "select a from t"
> end complete
< begin tds.rows tx=0 db table=t columns=a,bb type="text/csv; charset=utf-8"
< derived "\"a\",\"bb\"\n\"13800138000\",\"7\"\n"
< db table=t columns=a,bb rows=1
< end complete
