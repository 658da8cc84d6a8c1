# In the middle of a flow: an execution, whose statement is not known.
>>> hex
1b 00 00 00 17 09 00 00 00 00 01 00 00 00 00 01 fd 00 08 00 02 61 31 f8 49 83 3c 03 00 00 00
<<< hex
01 00 00 01 01 35 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 06 6d 6f 62 69 6c 65 06 6d 6f 62 69 6c 65 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00
00 03 fe 00 00 02 00 0e 00 00 04 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 05 00 00 05 fe 00 00
02 00
===
> begin mysql.query tx=0 db type="text/plain"
> derived " a1 I < "
> end complete
< begin mysql.rows tx=0 db database=crm table=customer columns=mobile type="text/csv; charset=utf-8"
< derived "\"mobile\"\n\"13800138000\"\n"
< db database=crm table=customer columns=mobile rows=1
< end complete
