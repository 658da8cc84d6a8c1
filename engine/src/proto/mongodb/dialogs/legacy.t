# The operations of older versions.
>>> hex
9f 00 00 00 01 00 00 00 00 00 00 00 d2 07 00 00 00 00 00 00 63 72 6d 2e 63 61 72 00 4b 00 00 00
02 6e 61 6d 65 00 07 00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38
30 30 31 33 38 30 30 30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30 33 30
37 30 30 32 58 00 00 38 00 00 00 02 6e 61 6d 65 00 0b 00 00 00 e6 9d 8e 20 22 e5 9b 9b 22 0a 00
12 6d 6f 62 69 6c 65 00 f8 49 83 3c 03 00 00 00 02 6e 6f 74 65 00 04 00 00 00 61 5c 62 00 00
>>> hex
56 00 00 00 02 00 00 00 00 00 00 00 d1 07 00 00 00 00 00 00 63 72 6d 2e 63 61 72 00 00 00 00 00
0e 00 00 00 10 5f 69 64 00 01 00 00 00 00 28 00 00 00 03 24 73 65 74 00 1d 00 00 00 02 6d 6f 62
69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 00 00
>>> hex
3d 00 00 00 03 00 00 00 00 00 00 00 d6 07 00 00 00 00 00 00 63 72 6d 2e 63 61 72 00 00 00 00 00
1d 00 00 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 00
>>> hex
41 00 00 00 04 00 00 00 00 00 00 00 d4 07 00 00 04 00 00 00 63 72 6d 2e 63 61 72 00 00 00 00 00
ff ff ff ff 1d 00 00 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00
00
<<< hex
a7 00 00 00 0b 00 00 00 04 00 00 00 01 00 00 00 08 00 00 00 4d 00 00 00 00 00 00 00 00 00 00 00
02 00 00 00 4b 00 00 00 02 6e 61 6d 65 00 07 00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65
00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30
31 31 39 39 30 30 33 30 37 30 30 32 58 00 00 38 00 00 00 02 6e 61 6d 65 00 0b 00 00 00 e6 9d 8e
20 22 e5 9b 9b 22 0a 00 12 6d 6f 62 69 6c 65 00 f8 49 83 3c 03 00 00 00 02 6e 6f 74 65 00 04 00
00 00 61 5c 62 00 00
>>> hex
28 00 00 00 05 00 00 00 00 00 00 00 d5 07 00 00 00 00 00 00 63 72 6d 2e 63 61 72 00 00 00 00 00
4d 00 00 00 00 00 00 00
<<< hex
6f 00 00 00 0c 00 00 00 05 00 00 00 01 00 00 00 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
01 00 00 00 4b 00 00 00 02 6e 61 6d 65 00 07 00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65
00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30
31 31 39 39 30 30 33 30 37 30 30 32 58 00 00
>>> hex
20 00 00 00 06 00 00 00 00 00 00 00 d7 07 00 00 00 00 00 00 01 00 00 00 4d 00 00 00 00 00 00 00
===
> begin mongodb.command tx=0 db database=crm table=car columns=name,mobile,idno rows=2 type="application/json"
> derived "{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"}\n{\"name\":\"李 \\\"四\\\" \",\"mobile\":13900139000,\"note\":\"a\\\\b\"}\n"
> end complete
> begin mongodb.command tx=1 db database=crm table=car type="application/json"
> derived "{\"_id\":1}\n{\"$set\":{\"mobile\":\"13800138000\"}}\n"
> end complete
> begin mongodb.command tx=2 db database=crm table=car type="application/json"
> derived "{\"mobile\":\"13800138000\"}\n"
> end complete
> begin mongodb.command tx=3 db database=crm table=car type="application/json"
> derived "{\"mobile\":\"13800138000\"}\n"
> end complete
< begin mongodb.reply tx=3 db database=crm table=car columns=name,mobile,idno rows=2 type="application/json"
< derived "{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"}\n{\"name\":\"李 \\\"四\\\" \",\"mobile\":13900139000,\"note\":\"a\\\\b\"}\n"
< end complete
< begin mongodb.reply tx=4 db database=crm table=car columns=name,mobile,idno rows=1 type="application/json"
< derived "{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\"}\n"
< end complete
