# Tracing, warnings and a payload in front of rows, and of a request; an event; an unavailable server.
>>> hex
04 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
84 00 00 00 02 00 00 00 00
>>> hex
04 04 00 05 07 00 00 00 20 00 01 00 01 6b 00 00 00 01 76 00 00 00 0f 53 45 4c 45 43 54 20 31 20
46 52 4f 4d 20 74 00 01 00
<<< hex
84 0e 00 05 08 00 00 00 e8 05 05 05 05 05 05 05 05 05 05 05 05 05 05 05 05 00 01 00 20 41 67 67
72 65 67 61 74 69 6f 6e 20 71 75 65 72 79 20 6f 6e 20 31 33 38 30 30 31 33 38 30 30 30 00 01 00
01 6b 00 00 00 01 76 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63 75 73 74 6f 6d
65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 00 0d 00 06 76 69 73 69
74 73 00 09 00 00 00 02 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 06
e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00 04 00 00 00 03 00 00 00
10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22 00 00
00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff ff ff
>>> hex
04 00 00 08 0b 00 00 00 11 00 01 00 0d 53 54 41 54 55 53 5f 43 48 41 4e 47 45
<<< hex
84 00 00 00 02 00 00 00 00
<<< hex
84 00 ff ff 0c 00 00 00 1c 00 0d 53 54 41 54 55 53 5f 43 48 41 4e 47 45 00 02 55 50 04 c0 00 02
01 00 00 23 52
>>> hex
04 00 00 09 07 00 00 00 0e 00 00 00 07 75 73 65 20 63 72 6d 00 01 00
<<< hex
84 00 00 09 08 00 00 00 09 00 00 00 03 00 03 63 72 6d
>>> hex
04 00 00 09 07 00 00 00 3b 00 00 00 34 73 65 6c 65 63 74 20 6e 6f 70 65 20 66 72 6f 6d 20 63 75
73 74 6f 6d 65 72 20 77 68 65 72 65 20 6d 6f 62 69 6c 65 3d 27 31 33 38 30 30 31 33 38 30 30 30
27 00 01 00
<<< hex
84 00 00 09 00 00 00 00 22 00 00 22 00 00 1c 55 6e 64 65 66 69 6e 65 64 20 63 6f 6c 75 6d 6e 20
31 33 38 30 30 31 33 38 30 30 30
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
> begin cassandra.query tx=1 db table=t type="text/plain; charset=utf-8"
> derived "SELECT 1 FROM t"
> end complete
< begin cassandra.warning tx=1 db table=t type="text/plain"
< derived "Aggregation query on 13800138000"
< end complete
< begin cassandra.rows tx=1 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
< begin cassandra.response tx=3 db type="text/plain; charset=utf-8"
< derived " \rSTATUS_CHANGE UP #R"
< end complete
> begin cassandra.query tx=3 db type="text/plain; charset=utf-8"
> derived "use crm"
> end complete
> begin cassandra.query tx=4 db database=crm table=customer type="text/plain; charset=utf-8"
> derived "select nope from customer where mobile=\'13800138000\'"
> end complete
< begin cassandra.error tx=4 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "Undefined column 13800138000"
< end complete
