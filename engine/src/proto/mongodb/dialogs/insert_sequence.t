# An insertion with a sequence of documents and a checksum; a late reply; then a command that wants no answer.
>>> hex
eb 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 01 00 00 00 00 2f 00 00 00 02 69 6e 73 65 72 74
00 07 00 00 00 e5 ae a2 e6 88 b7 00 08 6f 72 64 65 72 65 64 00 01 02 24 64 62 00 04 00 00 00 63
72 6d 00 00 01 a2 00 00 00 64 6f 63 75 6d 65 6e 74 73 00 5c 00 00 00 07 5f 69 64 00 01 01 01 01
01 01 01 01 01 01 01 01 02 6e 61 6d 65 00 07 00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65
00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30
31 31 39 39 30 30 33 30 37 30 30 32 58 00 00 38 00 00 00 02 6e 61 6d 65 00 0b 00 00 00 e6 9d 8e
20 22 e5 9b 9b 22 0a 00 12 6d 6f 62 69 6c 65 00 f8 49 83 3c 03 00 00 00 02 6e 6f 74 65 00 04 00
00 00 61 5c 62 00 00 de ad be ef
>>> hex
85 00 00 00 02 00 00 00 00 00 00 00 dd 07 00 00 02 00 00 00 00 22 00 00 00 02 75 70 64 61 74 65
00 04 00 00 00 63 61 72 00 02 24 64 62 00 04 00 00 00 63 72 6d 00 00 01 4d 00 00 00 75 70 64 61
74 65 73 00 41 00 00 00 03 71 00 0e 00 00 00 10 5f 69 64 00 01 00 00 00 00 03 75 00 28 00 00 00
03 24 73 65 74 00 1d 00 00 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30
30 00 00 00 00
>>> hex
31 00 00 00 03 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 1c 00 00 00 10 70 69 6e 67 00 01
00 00 00 02 24 64 62 00 04 00 00 00 63 72 6d 00 00
<<< hex
29 00 00 00 07 00 00 00 01 00 00 00 dd 07 00 00 00 00 00 00 00 14 00 00 00 10 6e 00 02 00 00 00
10 6f 6b 00 01 00 00 00 00
<<< hex
22 00 00 00 08 00 00 00 03 00 00 00 dd 07 00 00 00 00 00 00 00 0d 00 00 00 10 6f 6b 00 01 00 00
00 00
===
> begin mongodb.command tx=0 db database=crm table=客户 columns=_id,name,mobile,idno rows=2 type="application/json"
> derived "{\"insert\":\"客户\",\"ordered\":true,\"$db\":"... 224 bytes #4facbca4
> end complete
> begin mongodb.command tx=1 db database=crm table=car type="application/json"
> derived "{\"update\":\"car\",\"$db\":\"crm\"}\n{\"updates\":[{\"q\":{\"_id\":1},\"u\":{\"$set\":{\"mobile\":\"13800138000\"}}}]}\n"
> end complete
> begin mongodb.command tx=2 db database=crm type="application/json"
> derived "{\"ping\":1,\"$db\":\"crm\"}\n"
> end complete
< begin mongodb.reply tx=0 db database=crm table=客户 type="application/json"
< derived "{\"n\":2,\"ok\":1}\n"
< end complete
< begin mongodb.reply tx=2 db database=crm type="application/json"
< derived "{\"ok\":1}\n"
< end complete
