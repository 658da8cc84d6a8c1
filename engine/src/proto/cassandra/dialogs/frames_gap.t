# Version 5: a gap in a payload, over frames, in a compressed payload, in a checksum.
>>> hex
05 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
85 00 00 00 03 00 00 00 31 00 2f 6f 72 67 2e 61 70 61 63 68 65 2e 63 61 73 73 61 6e 64 72 61 2e
61 75 74 68 2e 50 61 73 73 77 6f 72 64 41 75 74 68 65 6e 74 69 63 61 74 6f 72
>>> hex
4b 00 02 32 60 53 05 00 00 05 07 00 00 00 42 00 00 00 27 53 45 4c 45 43 54 20 2a 20 46 52 4f 4d
20 63 75 73 74 6f 6d 65 72 20 57 48 45 52 45 20 6d 6f 62 69 6c 65 20 3d 20 3f 00 01 00 00 00 01
00 01 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 d3 ed 3c 79
<<< hex
b3 00 02 f1 4e 02 85 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d
00 08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04
<>< 20
<<< hex
73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00
00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00 04 00 00 00 03 00
00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22
00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff ff ff 8c be 51 7f b3 00 02 f1 4e 02 85 00 00
05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63
<>< 300
<<< hex
6e 6f 69 73 65 20 6e 6f 69 73 65 b3 00 02 f1 4e 02 85 00 00 05 08 00 00 00 aa 00 00 00 02 00 00
00 01 00 00 00 04 00 03 63 72 6d 00 08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d
65 00 0d 00 06 6d 6f 62 69 6c 65 00 0d 00 06 76 69 73 69 74 73 00 09 00 00 00 02 00 00 00 10 00
00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38
30 30 31 33 38 30 30 30 00 00 00 04 00 00 00 03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30
ff ff ff ff 8c be 51 7f
<<< hex
b3 00 02 f1 4e 02 85 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d
00 08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65
00 0d 00 06 76 69 73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00
04 00 00 00 03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 09 e6 9d 8e
20 22 e5 9b 9b 22 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff ff ff 8c be
<>< 2
<<< hex
b3 00 02 f1 4e 02 85 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d
00 08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65
00 0d 00 06 76 69 73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00
04 00 00 00 03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 09 e6 9d 8e
20 22 e5 9b 9b 22 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff ff ff 8c be 51 7f
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
< begin cassandra.response tx=1 db type="text/plain; charset=utf-8"
< derived "org.apache.cassandra.auth.PasswordAuthenticator"
< end complete
> begin cassandra.query tx=1 db table=customer type="text/plain; charset=utf-8"
> derived "SELECT * FROM customer WHERE mobile = ?"
> end complete
> begin cassandra.query tx=1 db table=customer columns=mobile type="text/csv; charset=utf-8"
> derived "\"mobile\"\n\"13800138000\"\n"
> db table=customer columns=mobile rows=1
> end complete
< begin cassandra.rows tx=1 db table=customer type="text/plain; charset=utf-8"
< derived "\u{0}\u{4}"
< end cut
< begin cassandra.response tx=2
< derived "sits\x00\t\x00\x00\x00\x02\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x06\xe5\xbc\xa0\xe4\xb8\x89\x00\x00\x00\x0b13800138000\x00\x00\x00\x04\x00\x00\x00\x03\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\t\xe6\x9d\x8e \"\xe5\x9b\x9b\"\x00\x00\x00\x0b13900139000\xff\xff\xff\xff"
< end cut
< begin cassandra.rows tx=2 db type="text/plain; charset=utf-8"
< derived "\u{0}\u{0}\u{0}\u{1}\u{0}\u{0}\u{0}\u{4}\u{0}\u{3}c"
< end cut
< begin cassandra.response tx=2
< derived "noise noise"
< end cut
< anomaly parser_resync a frame begins
< begin cassandra.rows tx=2 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
< begin cassandra.rows tx=2 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
< begin cassandra.rows tx=2 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
