# What is no envelope.
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
48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d 0a 0d 0a 31 33 38 30 30 31 33 38 30 30 30
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
< lost
