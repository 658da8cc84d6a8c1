# A gap within an envelope, and behind it.
>>> hex
04 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
84 00 00 00 02 00 00 00 00
>>> hex
04 00 00 05 07 00 00 00 43 00 00 00 2b 53 45 4c 45 43 54 20 2a 20 46 52 4f 4d 20 63 72 6d 2e 63
75 73 74 6f 6d 65 72 20 57 48 45 52 45 20 6d 6f 62 69 6c 65 20 3d 20 3f 00 01 01 00 01 00 00 00
0b 31 33 38 30 30 31 33 38 30 30 30
<<< hex
84 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63 75 73 74
6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 00 0d 00 06 76 69
73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00
<>< 20
<<< hex
38 30 30 31 33 38 30 30 30 00 00 00 04 00 00 00 03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22 00 00 00 0b 31 33 39 30 30 31 33 39 30 30
30 ff ff ff ff 84 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00
08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 00
0d 00 06 76 69 73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00 04
00 00 00 03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 09 e6 9d 8e 20
22 e5 9b 9b 22 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff ff ff
<<< hex
84 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63 75 73 74
6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 00 0d 00 06 76 69
73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00
00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00 04 00 00 00 03 00
00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22
00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff
<>< 3
<<< hex
84 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63 75 73 74
6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 00 0d 00 06 76 69
73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00
00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00 04 00 00 00 03 00
00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22
00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff ff ff
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
> begin cassandra.query tx=1 db table=customer type="text/plain; charset=utf-8"
> derived "SELECT * FROM crm.customer WHERE mobile = ?"
> end complete
> begin cassandra.query tx=1 db table=customer columns=mobile type="text/csv; charset=utf-8"
> derived "\"mobile\"\n\"13800138000\"\n"
> db table=customer columns=mobile rows=1
> end complete
< begin cassandra.rows tx=1 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n"
< db database=crm table=customer columns=id,name,mobile,visits
< end cut
< begin cassandra.rows tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "\u{0}\u{0}\u{0}\u{10}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}"
< end cut
< begin cassandra.response tx=2
< derived "800138000\x00\x00\x00\x04\x00\x00\x00\x03\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\t\xe6\x9d\x8e \"\xe5\x9b\x9b\"\x00\x00\x00\x0b13900139000\xff\xff\xff\xff"
< end complete
< begin cassandra.rows tx=2 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
< begin cassandra.rows tx=2 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\""
< db database=crm table=customer columns=id,name,mobile,visits rows=1
< end cut
< begin cassandra.rows tx=2 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "\xff"
< end cut
< begin cassandra.rows tx=2 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
