# Compressed with Snappy, zlib, Zstandard, and not at all.
>>> hex
7a 00 00 00 00 00 00 00 00 00 00 00 dc 07 00 00 dd 07 00 00 6e 00 00 00 01 6e 00 00 01 01 68 69
00 00 00 02 66 69 6e 64 00 04 00 00 00 63 61 72 00 03 66 69 6c 74 65 72 00 1d 01 1a 3c 6d 6f 62
69 6c 65 00 0c 00 00 00 31 33 38 30 30 05 05 4c 30 00 00 03 6c 73 69 64 00 1e 00 00 00 05 69 64
00 10 00 00 05 3f 2e 01 00 3c 05 00 02 24 64 62 00 04 00 00 00 63 72 6d 00 00
>>> hex
70 00 00 00 01 00 00 00 00 00 00 00 dc 07 00 00 dd 07 00 00 6e 00 00 00 02 78 9c 63 60 00 82 4c
20 66 4a cb cc 4b 61 60 01 b2 92 13 8b 18 98 d3 32 73 4a 52 8b 18 64 41 32 b9 f9 49 99 39 a9 0c
3c 40 b6 a1 b1 85 81 01 98 30 60 60 60 ce 29 ce 4c 61 90 03 0a b3 02 69 01 20 0d d2 8e 0c 58 19
98 54 52 92 20 a6 16 e5 32 30 00 00 d1 3c 0f 85
<<< hex
d8 00 00 00 09 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 d9 00 00 00 03 28 b5 2f fd 20 d9 b5
05 00 32 cb 27 30 60 4b d4 18 d4 d0 c5 15 1b 04 0e 03 04 d3 4e 5d a3 de d8 42 db cb 35 8f 1e 67
bb 05 7b 81 08 1b ff ba 45 50 d9 81 0a 4a d3 00 a9 7f 6b f7 4f 01 23 80 fc 10 34 f2 3f 35 c4 7f
b9 ca a8 22 51 28 84 34 03 38 db d6 39 04 da 85 c7 cf 40 43 e5 19 0c 76 0f f6 d9 8d 22 08 17 2e
14 98 5e d4 7c ef 2e f4 c0 3f e0 2a 62 4e d4 7a 57 70 1d 19 1b dd 2f b9 b2 e2 f5 fe 85 57 fb 41
66 31 21 c3 ea 74 58 ae 51 16 58 55 fe 93 b1 eb 49 03 13 dc 87 05 83 31 35 9b 5f e3 4a b1 2a 21
95 9f e3 ff 07 00 54 11 ec b8 4f 15 19 8c 42 89 9c 21 81 72 da b7 a5 f6
>>> hex
87 00 00 00 02 00 00 00 00 00 00 00 dc 07 00 00 dd 07 00 00 6e 00 00 00 00 00 00 00 00 00 69 00
00 00 02 66 69 6e 64 00 04 00 00 00 63 61 72 00 03 66 69 6c 74 65 72 00 1d 00 00 00 02 6d 6f 62
69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 00 03 6c 73 69 64 00 1e 00 00 00 05
69 64 00 10 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 05 00 02 24 64 62 00 04 00
00 00 63 72 6d 00 00
<<< hex
e9 00 00 00 0a 00 00 00 02 00 00 00 dd 07 00 00 00 00 00 00 00 d4 00 00 00 03 63 75 72 73 6f 72
00 bb 00 00 00 12 69 64 00 9f 0b 98 e9 b8 79 17 3c 02 6e 73 00 08 00 00 00 63 72 6d 2e 63 61 72
00 04 66 69 72 73 74 42 61 74 63 68 00 8e 00 00 00 03 30 00 4b 00 00 00 02 6e 61 6d 65 00 07 00
00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30
00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 32 58 00 00 03
31 00 38 00 00 00 02 6e 61 6d 65 00 0b 00 00 00 e6 9d 8e 20 22 e5 9b 9b 22 0a 00 12 6d 6f 62 69
6c 65 00 f8 49 83 3c 03 00 00 00 02 6e 6f 74 65 00 04 00 00 00 61 5c 62 00 00 00 00 01 6f 6b 00
00 00 00 00 00 00 f0 3f 00
===
> begin mongodb.command tx=0 db database=crm table=car type="application/json"
> derived "{\"find\":\"car\",\"filter\":{\"mobile\":\"13800138000\"},\"lsid\":{\"id\":\"00000000-0000-0000-0000-000000000005\"},\"$db\":\"crm\"}\n"
> end complete
> begin mongodb.command tx=1 db database=crm table=car type="application/json"
> derived "{\"find\":\"car\",\"filter\":{\"mobile\":\"13800138000\"},\"lsid\":{\"id\":\"00000000-0000-0000-0000-000000000005\"},\"$db\":\"crm\"}\n"
> end complete
< begin mongodb.reply tx=1 db database=crm table=car columns=name,mobile,idno rows=2 type="application/json"
< derived "{\"cursor\":{\"id\":null,\"ns\":\"crm.car\",\"firstBatch\":[{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"},{\"name\":\"李 \\\"四\\\" \",\"mobile\":13900139000,\"note\":\"a\\\\b\"}]},\"ok\":1}\n"
< end complete
> begin mongodb.command tx=2 db database=crm table=car type="application/json"
> derived "{\"find\":\"car\",\"filter\":{\"mobile\":\"13800138000\"},\"lsid\":{\"id\":\"00000000-0000-0000-0000-000000000005\"},\"$db\":\"crm\"}\n"
> end complete
< begin mongodb.reply tx=2 db database=crm table=car columns=name,mobile,idno rows=2 type="application/json"
< derived "{\"cursor\":{\"id\":null,\"ns\":\"crm.car\",\"firstBatch\":[{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"},{\"name\":\"李 \\\"四\\\" \",\"mobile\":13900139000,\"note\":\"a\\\\b\"}]},\"ok\":1}\n"
< end complete
