# Values beyond their envelope, columns that are none, too few rows; more than its rows; a request that is none.
>>> hex
04 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
84 00 00 00 02 00 00 00 00
<<< hex
84 00 00 03 08 00 00 00 42 00 00 00 02 00 00 00 01 00 00 00 01 00 03 63 72 6d 00 08 63 75 73 74
6f 6d 65 72 00 01 61 00 0d 00 00 00 02 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 13 88
31 33 39 30 30 31 33 39 30 30 30
<<< hex
84 00 00 04 08 00 00 00 1c 00 00 00 02 00 00 00 01 00 01 11 70 00 03 63 72 6d 31 33 37 30 30 31
33 37 30 30 30
<<< hex
84 00 00 05 08 00 00 00 3e 00 00 00 02 00 00 00 01 00 00 00 01 00 03 63 72 6d 00 08 63 75 73 74
6f 6d 65 72 00 01 61 00 0d 00 00 00 01 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 31 33 36 30
30 31 33 36 30 30 30
<<< hex
84 00 00 06 08 00 00 00 1f 00 00 00 02 00 00 00 01 00 00 00 00 00 03 63 72 6d 00 08 63 75 73 74
6f 6d 65 72 40 00 00 00
<<< hex
84 00 00 07 08 00 00 00 02 00 00
>>> hex
04 00 00 03 07 00 00 00 16 00 00 03 84 73 65 6c 65 63 74 20 31 33 35 30 30 31 33 35 30 30 30
>>> hex
04 00 00 04 0a 00 00 00 01 00
>>> hex
04 00 00 04 0d 00 00 00 04 00 00 02 07
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
< begin cassandra.rows tx=1 db database=crm table=customer columns=a type="text/csv; charset=utf-8"
< derived "\"a\"\n\"13800138000\"\n"
< db database=crm table=customer columns=a rows=1
< end cut
< begin cassandra.rows tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "\x00\x00\x13\x8813900139000"
< end complete
< begin cassandra.rows tx=1 db type="text/plain; charset=utf-8"
< derived "\u{0}\u{0}\u{0}\u{1}\u{0}\u{1}\u{11}p\u{0}\u{3}crm13700137000"
< end complete
< begin cassandra.rows tx=1 db database=crm table=customer columns=a type="text/csv; charset=utf-8"
< derived "\"a\"\n\"13800138000\"\n"
< db database=crm table=customer columns=a rows=1
< end complete
< begin cassandra.rows tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "13600136000"
< end complete
< begin cassandra.rows tx=1 db type="text/plain; charset=utf-8"
< derived "\u{0}\u{0}"
< end complete
> begin cassandra.request tx=1 db type="text/plain; charset=utf-8"
> derived " select 13500135000"
> end complete
