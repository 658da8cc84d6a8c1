# Compressed, without having seen how; damaged ones; one that is cut.
>>> hex
04 00 00 05 07 00 00 00 43 00 00 00 2b 53 45 4c 45 43 54 20 2a 20 46 52 4f 4d 20 63 72 6d 2e 63
75 73 74 6f 6d 65 72 20 57 48 45 52 45 20 6d 6f 62 69 6c 65 20 3d 20 3f 00 01 01 00 01 00 00 00
0b 31 33 38 30 30 31 33 38 30 30 30
<<< hex
84 01 00 05 08 00 00 00 8a aa 01 c0 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63
75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 01 0a 1c
76 69 73 69 74 73 00 09 0d 3d 04 10 00 36 01 00 01 4d 3c 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33
38 30 30 05 05 04 30 00 01 66 14 00 00 03 00 00 00 3e 35 00 34 02 00 00 00 09 e6 9d 8e 20 22 e5
9b 9b 22 09 38 30 39 30 30 31 33 39 30 30 30 ff ff ff ff
<<< hex
84 01 00 06 08 00 00 00 8a 00 00 00 aa f1 21 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d
00 08 63 75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 0a
00 83 76 69 73 69 74 73 00 09 3d 00 2a 10 00 01 00 f1 05 01 00 00 00 06 e5 bc a0 e4 b8 89 00 00
00 0b 31 33 38 30 30 05 00 11 30 66 00 3f 00 00 03 35 00 00 e2 02 00 00 00 09 e6 9d 8e 20 22 e5
9b 9b 22 38 00 d0 39 30 30 31 33 39 30 30 30 ff ff ff ff
<<< hex
84 01 00 07 08 00 00 00 0b ff ff ff ff 67 61 72 62 61 67 65
<<< hex
84 01 00 05 08 00 00 00 8a aa 01 c0 00 00 00 02 00 00 00 01 00 00 00 04 00 03 63 72 6d 00 08 63
75 73 74 6f 6d 65 72 00 02 69 64 00 0c 00 04 6e 61 6d 65 00 0d 00 06 6d 6f 62 69 6c 65 01 0a 1c
76 69 73 69 74 73 00 09 0d 3d 04 10 00 36 01 00 01 4d 3c 06 e5 bc a0 e4 b8 89 00 00 00 0b 31 33
38 30 30 05 05 04 30 00 01 66 14 00 00 03 00 00 00 3e 35 00 34 02 00 00 00 09 e6 9d 8e 20 22 e5
9b 9b 22 09 38 30 39 30 30 31 33 39 30 30
===
> begin cassandra.query tx=0 db table=customer type="text/plain; charset=utf-8"
> derived "SELECT * FROM crm.customer WHERE mobile = ?"
> end complete
> begin cassandra.query tx=0 db table=customer columns=mobile type="text/csv; charset=utf-8"
> derived "\"mobile\"\n\"13800138000\"\n"
> db table=customer columns=mobile rows=1
> end complete
< begin cassandra.rows tx=0 db database=crm table=customer columns=id,name,mobile,visits type="text/csv; charset=utf-8"
< derived "\"id\",\"name\",\"mobile\",\"visits\"\n\"00000000-0000-0000-0000-000000000001\",\"张三\",\"13800138000\",\"3\"\n\"00000000-0000-0000-0000-000000000002\",\"李 \"\"四\"\"\",\"13900139000\",\n"
< db database=crm table=customer columns=id,name,mobile,visits rows=2
< end complete
< anomaly decode_failed a compressed envelope
< anomaly decode_failed a compressed envelope
< anomaly decode_failed a compressed envelope that was cut
