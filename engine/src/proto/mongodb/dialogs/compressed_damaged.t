# What cannot be unpacked: damaged, of a wrong size, an unknown compressor; then one that can, with a damaged document.
<<< hex
1c 00 00 00 08 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 d9 00 00 00 01 ff ff ff
<<< hex
22 00 00 00 09 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 d9 00 00 00 02 78 9c 67 61 72 62 61
67 65
<<< hex
23 00 00 00 0a 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 d5 00 00 00 03 28 b5 2f fd 20 01 09
00 00 61
<<< hex
f2 00 00 00 0b 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 d9 00 00 00 07 00 00 00 00 00 d4 00
00 00 03 63 75 72 73 6f 72 00 bb 00 00 00 12 69 64 00 9f 0b 98 e9 b8 79 17 3c 02 6e 73 00 08 00
00 00 63 72 6d 2e 63 61 72 00 04 66 69 72 73 74 42 61 74 63 68 00 8e 00 00 00 03 30 00 4b 00 00
00 02 6e 61 6d 65 00 07 00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33
38 30 30 31 33 38 30 30 30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30 33
30 37 30 30 32 58 00 00 03 31 00 38 00 00 00 02 6e 61 6d 65 00 0b 00 00 00 e6 9d 8e 20 22 e5 9b
9b 22 0a 00 12 6d 6f 62 69 6c 65 00 f8 49 83 3c 03 00 00 00 02 6e 6f 74 65 00 04 00 00 00 61 5c
62 00 00 00 00 01 6f 6b 00 00 00 00 00 00 00 f0 3f 00
<<< hex
67 00 00 00 0c 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 56 00 00 00 02 78 9c 63 60 00 02 6f
20 66 ca 4b cc 4d 65 60 07 b2 9e ee 59 f0 64 47 27 03 53 6e 7e 52 66 4e 2a 03 0f 50 c8 d0 d8 c2
c0 00 4c 18 30 30 65 a6 e4 e5 33 08 83 44 0d 0d 80 d0 d0 d2 d2 c0 60 e6 4c 05 43 63 4b 90 1a 4b
90 1a 00 25 64 12 6c
<<< hex
d1 00 00 00 0d 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 d9 00 00 00 02 78 9c 63 60 00 82 2b
40 cc 9c 5c 5a 54 9c 5f c4 b0 1b c8 16 ca 4c 61 98 cf 3d e3 e5 8e 4a 71 1b a6 bc 62 06 0e a0 58
72 51 ae 5e 72 62 11 03 4b 5a 66 51 71 89 53 62 49 72 06 43 1f 48 9f 01 83 37 90 62 ca 4b cc 4d
65 60 07 b2 9e ee 59 f0 64 47 27 03 53 6e 7e 52 66 4e 2a 03 0f 50 c8 d0 d8 c2 c0 00 4c 18 30 30
65 a6 e4 e5 33 08 83 44 0d 0d 80 d0 d0 d2 d2 c0 c0 d8 c0 dc c0 c0 28 02 68 9a 21 83 05 dc 34 6e
20 eb d9 dc 3e 05 a5 a7 b3 67 2b 71 31 08 41 4d fc e1 d9 6c c3 0c 56 94 5f 92 ca c0 02 64 25 c6
24 81 bc c1 98 9f cd 00 01 1f ec 19 00 34 7e 31 b8
===
< anomaly decode_failed a compressed message
< anomaly decode_failed a compressed message
< anomaly decode_failed a compressed message
< anomaly decode_failed an unknown compressor
< sealed 217 undecodable
< begin mongodb.reply tx=0 db type="application/json"
< derived "{\"name\":\"\xe5\xbc\xa0\xe4\xb8\x89\",\"mobile\":\"13800138000\",\"idno\":\"11010119900\x99\x99 1390\""
< end cut
< anomaly length_conflict a document
< begin mongodb.reply tx=0 db
< derived "0139000\u{0}"
< end cut
< begin mongodb.reply tx=1 db database=crm table=car columns=name,mobile,idno rows=2 type="application/json"
< derived "{\"cursor\":{\"id\":null,\"ns\":\"crm.car\",\"firstBatch\":[{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"},{\"name\":\"李 \\\"四\\\" \",\"mobile\":13900139000,\"note\":\"a\\\\b\"}]},\"ok\":1}\n"
< end complete
