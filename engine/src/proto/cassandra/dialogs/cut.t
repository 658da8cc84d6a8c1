# Envelopes that are cut: a request, rows.
>>> hex
04 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
84 00 00 00 02 00 00 00 00
>>> hex
04 00 00 05 07 00 00 00 43 00 00 00 2b 53 45 4c 45 43 54 20 2a 20 46 52 4f 4d 20 63 72 6d 2e 63
75 73 74 6f 6d 65 72 20
<<< hex
84 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63 75 73 74
6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 00 0d 00 06 76 69
73 69 74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00
00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
< begin cassandra.rows tx=1 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\""
> begin cassandra.request tx=1
> derived "\u{0}\u{0}\u{0}+SELECT * FROM crm.customer "
> end cut
< db database=crm table=customer columns=id,name,mobile,visits
< end cut
< begin cassandra.rows tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "\u{0}"
< end cut
