# A connection older than the capture, from its client: what is bound to a statement that was prepared before.
>>> hex
42 00 00 00 36 00 73 31 00 00 01 00 01 00 03 00 00 00 02 6c 69 00 00 00 08 00 00 00 03 36 8d 65
10 00 00 00 0e 00 03 00 02 00 00 00 00 00 8b 00 0d 23 28 00 01 00 01 45 00 00 00 09 00 00 00 00
00 53 00 00 00 04
<<< hex
32 00 00 00 04 43 00 00 00 0f 49 4e 53 45 52 54 20 30 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.query tx=0 db columns=,, type="text/csv"
> derived "\"\",\"\",\"\"\n\"li\",\"13800138000\",\"13900139000\"\n"
> db columns=,, rows=1
> end complete
