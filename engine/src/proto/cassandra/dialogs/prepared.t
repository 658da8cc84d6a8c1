# Statements that are prepared: values by name and type; rows whose columns the client knows; a batch of both kinds; an unknown statement.
>>> hex
04 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
84 00 00 00 02 00 00 00 00
>>> hex
04 00 00 02 09 00 00 00 38 00 00 00 34 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 75 73 74 6f 6d 65
72 20 28 69 64 2c 6e 61 6d 65 2c 76 69 73 69 74 73 29 20 76 61 6c 75 65 73 20 28 3f 2c 3f 2c 3f
29
<<< hex
84 00 00 02 08 00 00 00 53 00 00 00 04 00 10 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 00
00 00 01 00 00 00 03 00 00 00 01 00 00 00 03 63 72 6d 00 08 63 75 73 74 6f 6d 65 72 00 02 69 64
00 0c 00 04 6e 61 6d 65 00 0d 00 06 76 69 73 69 74 73 00 09 00 00 00 00 00 00 00 00
>>> hex
04 00 00 03 0a 00 00 00 3d 00 10 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 00 01 01 00 03
00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00
00 04 00 00 00 07
<<< hex
84 00 00 03 08 00 00 00 04 00 00 00 01
>>> hex
04 00 00 04 09 00 00 00 25 00 00 00 21 73 65 6c 65 63 74 20 2a 20 66 72 6f 6d 20 63 75 73 74 6f
6d 65 72 20 77 68 65 72 65 20 69 64 3d 3f
<<< hex
84 00 00 04 08 00 00 00 72 00 00 00 04 00 10 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 00
00 00 01 00 00 00 01 00 00 00 01 00 00 00 03 63 72 6d 00 08 63 75 73 74 6f 6d 65 72 00 02 69 64
00 0c 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00
04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 00 0d 00 06 76 69 73 69 74 73 00 09
>>> hex
04 00 00 05 0a 00 00 00 2b 00 10 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 00 01 01 00 01
00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01
<<< hex
84 00 00 05 08 00 00 00 79 00 00 00 02 00 00 00 04 00 00 00 04 00 00 00 02 00 00 00 10 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30
31 33 38 30 30 30 00 00 00 04 00 00 00 03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff
ff ff
>>> hex
04 00 00 06 0d 00 00 00 f8 00 00 04 01 00 10 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 00
03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 06 e6 9d 8e e5 9b 9b ff
ff ff ff 01 00 10 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 00 03 00 00 00 10 00 00 00 00
00 00 00 00 00 00 00 00 00 00 00 03 00 00 00 06 e7 8e 8b e4 ba 94 00 00 00 04 00 00 00 01 00 00
00 00 27 75 70 64 61 74 65 20 63 75 73 74 6f 6d 65 72 20 73 65 74 20 6d 6f 62 69 6c 65 3d 3f 20
77 68 65 72 65 20 69 64 3d 3f 00 02 00 00 00 0b 31 33 37 30 30 31 33 37 30 30 30 00 00 00 10 00
00 00 00 00 00 00 00 00 00 00 00 00 00 00 03 00 00 00 00 28 64 65 6c 65 74 65 20 66 72 6f 6d 20
63 75 73 74 6f 6d 65 72 20 77 68 65 72 65 20 6e 61 6d 65 3d 27 e8 b5 b5 e5 85 ad 27 00 00 00 01
00
<<< hex
84 00 00 06 08 00 00 00 04 00 00 00 01
>>> hex
04 00 00 07 0a 00 00 00 2e 00 10 77 77 77 77 77 77 77 77 77 77 77 77 77 77 77 77 00 01 01 00 02
00 00 00 0b 31 33 36 30 30 31 33 36 30 30 30 00 00 00 04 00 00 00 07
<<< hex
84 00 00 07 08 00 00 00 79 00 00 00 02 00 00 00 04 00 00 00 04 00 00 00 02 00 00 00 10 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33 38 30 30
31 33 38 30 30 30 00 00 00 04 00 00 00 03 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 02 00 00 00 09 e6 9d 8e 20 22 e5 9b 9b 22 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff
ff ff
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
> begin cassandra.query tx=1 db table=customer type="text/plain; charset=utf-8"
> derived "insert into customer (id,name,visits) values (?,?,?)"
> end complete
> begin cassandra.query tx=2 db database=crm table=customer columns=id,name,visits type="text/csv; charset=utf-8"
> derived "\"id\",\"name\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"7\"\n"
> db database=crm table=customer columns=id,name,visits rows=1
> end complete
> begin cassandra.query tx=3 db table=customer type="text/plain; charset=utf-8"
> derived "select * from customer where id=?"
> end complete
> begin cassandra.query tx=4 db database=crm table=customer columns=id type="text/csv; charset=utf-8"
> derived "\"id\"\n\"00000000-0000-0000-0000-000000000001\"\n"
> db database=crm table=customer columns=id rows=1
> end complete
< begin cassandra.rows tx=4 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
> begin cassandra.query tx=5 db table=customer columns=id,name,visits type="text/csv; charset=utf-8"
> derived "\"id\",\"name\",\"visits\"\n\"00000000-0000-0000-0000-000000000002\",\"李四\",\n\"00000000-0000-0000-0000-000000000003\",\"王五\",\"1\"\n"
> db table=customer columns=id,name,visits rows=2
> end complete
> begin cassandra.query tx=5 db table=customer type="text/plain; charset=utf-8"
> derived "update customer set mobile=? where id=?"
> end complete
> begin cassandra.query tx=5 db table=customer columns=mobile,id type="text/csv; charset=utf-8"
> derived "\"mobile\",\"id\"\n\"13700137000\",\"00000000-0000-0000-0000-000000000003\"\n"
> db table=customer columns=mobile,id rows=1
> end complete
> begin cassandra.query tx=5 db table=customer type="text/plain; charset=utf-8"
> derived "delete from customer where name=\'赵六\'"
> end complete
> begin cassandra.query tx=6 db columns=, type="text/csv; charset=utf-8"
> derived "\"\",\"\"\n\"13600136000\",\"7\"\n"
> db columns=, rows=1
> end complete
< begin cassandra.rows tx=6 db type="text/csv; charset=utf-8"
< derived "\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db rows=2
< end complete
