# Without a beginning: the client is who sends a statement; rows may be in either form.
>>> hex
1c 00 00 00 03 73 65 6c 65 63 74 20 6d 6f 62 69 6c 65 20 66 72 6f 6d 20 63 75 73 74 6f 6d 65 72
<<< hex
01 00 00 01 01 35 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 06 6d 6f 62 69 6c 65 06 6d 6f 62 69 6c 65 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00
00 03 fe 00 00 02 00 0c 00 00 04 0b 31 33 38 30 30 31 33 38 30 30 30 05 00 00 05 fe 00 00 02 00
>>> hex
1a 00 00 00 17 09 00 00 00 00 01 00 00 00 00 01 fd 00 0b 31 33 39 30 30 31 33 39 30 30 30
<<< hex
01 00 00 01 01 35 00 00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f
6d 65 72 06 6d 6f 62 69 6c 65 06 6d 6f 62 69 6c 65 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00
00 03 fe 00 00 02 00 0e 00 00 04 00 00 0b 31 33 37 30 30 31 33 37 30 30 30 05 00 00 05 fe 00 00
02 00
===
> begin mysql.query tx=0 db table=customer type="text/plain"
> derived "select mobile from customer"
> end complete
< begin mysql.rows tx=0 db database=crm table=customer columns=mobile type="text/csv; charset=utf-8"
< derived "\"mobile\"\n\"13800138000\"\n"
< db database=crm table=customer columns=mobile rows=1
< end complete
> begin mysql.query tx=1 db type="text/plain"
> derived " 13900139000"
> end complete
< begin mysql.rows tx=1 db database=crm table=customer columns=mobile type="text/csv; charset=utf-8"
< derived "\"mobile\"\n\"13700137000\"\n"
< db database=crm table=customer columns=mobile rows=1
< end complete
