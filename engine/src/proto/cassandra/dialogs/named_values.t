# Values with names of their own.
>>> hex
04 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
84 00 00 00 02 00 00 00 00
>>> hex
04 00 00 01 07 00 00 00 5b 00 00 00 33 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 75 73 74 6f 6d 65
72 20 28 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 29 20 76 61 6c 75 65 73 20 28 3a 6e 2c 20 3a 6d 29
00 01 41 00 02 00 01 6e 00 00 00 06 e5 bc a0 e4 b8 89 00 01 6d 00 00 00 0b 31 33 38 30 30 31 33
38 30 30 30
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
> begin cassandra.query tx=1 db table=customer type="text/plain; charset=utf-8"
> derived "insert into customer (name, mobile) values (:n, :m)"
> end complete
> begin cassandra.query tx=1 db table=customer columns=n,m type="text/csv; charset=utf-8"
> derived "\"n\",\"m\"\n\"张三\",\"13800138000\"\n"
> db table=customer columns=n,m rows=1
> end complete
