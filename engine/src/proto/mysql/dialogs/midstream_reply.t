# In the middle of a flow: what the server sends first belongs to an earlier exchange.
>>> hex
32 00 00 00 16 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 75 73 74 6f 6d 65 72 20 28 69 64 6e 6f 2c
20 6d 6f 62 69 6c 65 29 20 76 61 6c 75 65 73 20 28 3f 2c 20 3f 29
<<< hex
0d 00 00 02 00 00 00 02 40 00 00 00 04 01 02 01 64 0c 00 00 01 00 07 00 00 00 00 00 02 00 00 00
00 1b 00 00 02 03 64 65 66 03 63 72 6d 00 00 01 3f 01 3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00
1b 00 00 03 03 64 65 66 03 63 72 6d 00 00 01 3f 01 3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 05
00 00 04 fe 00 00 02 00
>>> hex
1b 00 00 00 17 07 00 00 00 00 01 00 00 00 00 01 fd 00 08 00 02 61 31 f8 49 83 3c 03 00 00 00
<<< hex
07 00 00 01 00 00 00 02 00 00 00
===
> begin mysql.query tx=0 db table=customer type="text/plain"
> derived "insert into customer (idno, mobile) values (?, ?)"
> end complete
< begin mysql.rows tx=1 db type="text/plain"
< derived " @ d"
< end complete
> begin mysql.query tx=1 db table=customer columns=idno,mobile type="text/csv"
> derived "\"idno\",\"mobile\"\n\"a1\",\"13900139000\"\n"
> db table=customer columns=idno,mobile rows=1
> end complete
