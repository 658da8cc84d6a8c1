# A message that is cut within a string, and one within a binary value.
<<< hex
e9 00 00 00 0a 00 00 00 02 00 00 00 dd 07 00 00 00 00 00 00 00 d4 00 00 00 03 63 75 72 73 6f 72
00 bb 00 00 00 12 69 64 00 9f 0b 98 e9 b8 79 17 3c 02 6e 73 00 08 00 00 00 63 72 6d 2e 63 61 72
00 04 66 69 72 73 74 42 61 74 63 68 00 8e 00 00 00 03 30 00 4b 00 00 00 02 6e 61 6d 65 00 07 00
00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30
00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30
>>> hex
c3 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 ae 00 00 00 02 69 6e 73 65 72 74
00 02 00 00 00 66 00 04 64 6f 63 75 6d 65 6e 74 73 00 90 00 00 00 03 30 00 88 00 00 00 05 64 61
74 61 00 78 00 00 00 00 78 00 20 31 33 38 30 30 31 33 38 30 30 30 20 78 00 20 31 33 38 30 30 31
33 38 30 30 30 20 78 00 20 31 33 38 30 30
===
> begin mongodb.command tx=1 db table=f columns=data rows=1 type="application/json"
> derived "{\"insert\":\"f\",\"documents\":[{\"data\":\""
> end cut
> begin mongodb.command tx=1 db table=f columns=data rows=1 file="data"
> derived "x\u{0} 13800138000 x\u{0} 13800138000 x\u{0} 13800"
> end complete
< begin mongodb.reply tx=0 db database=crm table=car columns=name,mobile,idno rows=1 type="application/json"
< derived "{\"cursor\":{\"id\":null,\"ns\":\"crm.car\",\"firstBatch\":[{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900"
< end cut
