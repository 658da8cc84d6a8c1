# A gap within a compressed message.
<<< hex
04 01 00 00 09 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 22 04 00 00 02 78 9c 75 d2 bb 71 c2
40 14 85 e1 cb 23 b0 67 68 81 1a bc 47 ab c7 2a 72 2d d8 56 e0 b1 85 02 9b 1e a8 83
<>< 40
<<< hex
33 df 6e c6 c1 9e fc ed 7c 3c 5c f6 a7 64 f3 71 7a fb fc 1e 6c e5 77 c8 25 a5 fb 23 b9 00 15 10
02 2e 2a 2a 2a 21 2a 17 99 8a 2c 44 76 51 53 51 0b 51 bb 68 a8 68 84 68 5c b4 54 b4 42 b4 2e 3a
2a 3a 21 3a 17 85 8a 22 44 71 d1 53 d1 0b d1 47 c1 64 e9 8f 3c ff 27 14 d5 71 af 0e 6e 44 77 44
77 54 dc 88 f2 88 f2 c8 dc 88 f6 88 f6 a8 b9 11 f5 11 f5 d1 70 23 fa 23 fa a3 e5 46 2c 00 b1 00
74 dc 88 0d 20 36 80 c2 8d 58 01 62 05 e8 b9 11 3b f0 7b b3 d9 f4 65 8f 73 7d b5 1b 4e 66 ec 6b
<<< hex
e9 00 00 00 0a 00 00 00 01 00 00 00 dd 07 00 00 00 00 00 00 00 d4 00 00 00 03 63 75 72 73 6f 72
00 bb 00 00 00 12 69 64 00 9f 0b 98 e9 b8 79 17 3c 02 6e 73 00 08 00 00 00 63 72 6d 2e 63 61 72
00 04 66 69 72 73 74 42 61 74 63 68 00 8e 00 00 00 03 30 00 4b 00 00 00 02 6e 61 6d 65 00 07 00
00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30
00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 32 58 00 00 03
31 00 38 00 00 00 02 6e 61 6d 65 00 0b 00 00 00 e6 9d 8e 20 22 e5 9b 9b 22 0a 00 12 6d 6f 62 69
6c 65 00 f8 49 83 3c 03 00 00 00 02 6e 6f 74 65 00 04 00 00 00 61 5c 62 00 00 00 00 01 6f 6b 00
00 00 00 00 00 00 f0 3f 00
===
< begin mongodb.reply tx=0 db codings=[Deflate]
< derived "x\x9cu\xd2\xbbq\xc2@\x14\x85\xe1\xcb#\xb0gh\x81\x1a\xbcG\xab\xc7*r-\xd8V\xe0\xb1\x85\x02\x9b\x1e\xa8\x83"
< end cut
< sealed 160 undecodable
< begin mongodb.reply tx=1 db database=crm table=car columns=name,mobile,idno rows=2 type="application/json"
< derived "{\"cursor\":{\"id\":null,\"ns\":\"crm.car\",\"firstBatch\":[{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"},{\"name\":\"李 \\\"四\\\" \",\"mobile\":13900139000,\"note\":\"a\\\\b\"}]},\"ok\":1}\n"
< end complete
