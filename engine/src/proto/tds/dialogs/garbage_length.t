# A packet shorter than its head.
>>> hex
01 01 00 3c 00 00 01 00 16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00 00 00 73 00
65 00 6c 00 65 00 63 00 74 00 20 00 31 00 20 00 66 00 72 00 6f 00 6d 00 20 00 74 00
<<< hex
04 01 00 03 00 00 01 00
===
> begin tds.query tx=0 db table=t type="text/plain; charset=utf-8"
> derived "select 1 from t"
> end complete
< lost
