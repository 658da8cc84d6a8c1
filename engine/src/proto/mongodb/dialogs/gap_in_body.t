# A gap within a message: the rest is scanned as it is, the next one is found by its length.
>>> hex
7e 00 00 00 02 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 69 00 00 00 02 66 69 6e 64 00 04
00 00 00 63 61 72 00 03 66 69 6c 74 65 72 00 1d 00 00 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31
33 38 30 30 31 33 38 30 30 30 00 00 03 6c 73 69 64 00 1e 00 00 00 05 69 64 00 10 00 00 00 04 00
00 00 00 00 00 00 00 00 00 00 00 00 00 00 05 00 02 24 64 62 00 04 00 00 00 63 72 6d 00 00
<<< hex
e9 00 00 00 0a 00 00 00 02 00 00 00 dd 07 00 00 00 00 00 00 00 d4 00 00 00 03 63 75 72 73 6f 72
00 bb 00 00 00 12 69 64 00 9f 0b 98 e9 b8 79 17 3c 02 6e 73 00 08 00 00 00 63 72 6d 2e 63 61 72
00 04 66 69 72 73 74 42 61 74 63 68 00 8e 00 00 00 03 30 00 4b 00 00 00 02 6e 61 6d 65 00 07 00
00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38
<>< 20
<<< hex
31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 32 58 00 00 03 31 00 38 00 00 00 02 6e 61 6d 65 00
0b 00 00 00 e6 9d 8e 20 22 e5 9b 9b 22 0a 00 12 6d 6f 62 69 6c 65 00 f8 49 83 3c 03 00 00 00 02
6e 6f 74 65 00 04 00 00 00 61 5c 62 00 00 00 00 01 6f 6b 00 00 00 00 00 00 00 f0 3f 00 e9 00 00
00 0b 00 00 00 02 00 00 00 dd 07 00 00 00 00 00 00 00 d4 00 00 00 03 63 75 72 73 6f 72 00 bb 00
00 00 12 69 64 00 9f 0b 98 e9 b8 79 17 3c 02 6e 73 00 08 00 00 00 63 72 6d 2e 63 61 72 00 04 66
69 72 73 74 42 61 74 63 68 00 8e 00 00 00 03 30 00 4b 00 00 00 02 6e 61 6d 65 00 07 00 00 00 e5
bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 02 69
64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 32 58 00 00 03 31 00 38
00 00 00 02 6e 61 6d 65 00 0b 00 00 00 e6 9d 8e 20 22 e5 9b 9b 22 0a 00 12 6d 6f 62 69 6c 65 00
f8 49 83 3c 03 00 00 00 02 6e 6f 74 65 00 04 00 00 00 61 5c 62 00 00 00 00 01 6f 6b 00 00 00 00
00 00 00 f0 3f 00
===
> begin mongodb.command tx=0 db database=crm table=car type="application/json"
> derived "{\"find\":\"car\",\"filter\":{\"mobile\":\"13800138000\"},\"lsid\":{\"id\":\"00000000-0000-0000-0000-000000000005\"},\"$db\":\"crm\"}\n"
> end complete
< begin mongodb.reply tx=0 db database=crm table=car columns=name,mobile rows=1 type="application/json"
< derived "{\"cursor\":{\"id\":null,\"ns\":\"crm.car\",\"firstBatch\":[{\"name\":\"张三\",\"mobile\":\"138"
< end cut
< begin mongodb.reply tx=1
< body "1010119900307002X\x00\x00\x031\x008\x00\x00\x00\x02name\x00\x0b\x00\x00\x00\xe6\x9d\x8e \"\xe5\x9b\x9b\"\n\x00\x12mobile\x00\xf8I\x83<\x03\x00\x00\x00\x02note\x00\x04\x00\x00\x00a\\b\x00\x00\x00\x00\x01ok\x00\x00\x00\x00\x00\x00\x00\xf0?\x00"
< end cut
< begin mongodb.reply tx=0 db database=crm table=car columns=name,mobile,idno rows=2 type="application/json"
< derived "{\"cursor\":{\"id\":null,\"ns\":\"crm.car\",\"firstBatch\":[{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"},{\"name\":\"李 \\\"四\\\" \",\"mobile\":13900139000,\"note\":\"a\\\\b\"}]},\"ok\":1}\n"
< end complete
