# The same with LZ4, once both sides were named.
>>> hex
4b 00 02 32 60 53 05 00 00 05 07 00 00 00 42 00 00 00 27 53 45 4c 45 43 54 20 2a 20 46 52 4f 4d
20 63 75 73 74 6f 6d 65 72 20 57 48 45 52 45 20 6d 6f 62 69 6c 65 20 3d 20 3f 00 01 00 00 00 01
00 01 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 d3 ed 3c 79
<<< hex
8f 00 66 01 04 eb 57 09 f1 2a 85 00 00 05 08 00 00 00 aa 00 00 00 02 00 00 00 01 00 00 00 04 00
03 63 72 6d 00 08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f
62 69 6c 0a 00 83 76 69 73 69 74 73 00 09 3d 00 2a 10 00 01 00 f1 05 01 00 00 00 06 e5 bc a0 e4
b8 89 00 00 00 0b 31 33 38 30 30 05 00 11 30 66 00 3f 00 00 03 35 00 00 e2 02 00 00 00 09 e6 9d
8e 20 22 e5 9b 9b 22 38 00 d0 39 30 30 31 33 39 30 30 30 ff ff ff ff 8c be 51 7f
===
> begin cassandra.query tx=0 db table=customer type="text/plain; charset=utf-8"
> derived "SELECT * FROM customer WHERE mobile = ?"
> end complete
> begin cassandra.query tx=0 db table=customer columns=mobile type="text/csv; charset=utf-8"
> derived "\"mobile\"\n\"13800138000\"\n"
> db table=customer columns=mobile rows=1
> end complete
< begin cassandra.rows tx=0 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
