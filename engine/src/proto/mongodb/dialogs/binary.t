# Binary values are handed over on their own.
>>> hex
d6 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 c1 00 00 00 02 69 6e 73 65 72 74
00 0a 00 00 00 66 73 2e 63 68 75 6e 6b 73 00 04 64 6f 63 75 6d 65 6e 74 73 00 8e 00 00 00 03 30
00 86 00 00 00 07 66 69 6c 65 73 5f 69 64 00 01 01 01 01 01 01 01 01 01 01 01 01 10 6e 00 00 00
00 00 05 64 61 74 61 00 59 00 00 00 00 1f 8b 08 00 00 00 00 00 02 03 cb 4b cc 4d d5 c9 cd 4f ca
cc 49 e5 7a ba 6e d1 b3 8e ed 06 3a 86 c6 16 06 06 60 c2 00 2a 66 88 24 66 08 15 33 42 12 33 82
8a 19 23 89 19 43 c5 4c 90 c4 4c a0 62 a6 48 62 a6 50 31 33 24 31 33 a8 98 39 92 98 39 00 e7 38
81 60 ab 00 00 00 00 00 02 24 64 62 00 04 00 00 00 63 72 6d 00 00
===
> begin mongodb.command tx=0 db database=crm table=fs.chunks columns=files_id,n,data rows=1 type="application/json"
> derived "{\"insert\":\"fs.chunks\",\"documents\":[{\"files_id\":\"010101010101010101010101\",\"n\":0,\"data\":\"\"}],\"$db\":\"crm\"}\n"
> end complete
> begin mongodb.command tx=0 db database=crm table=fs.chunks columns=files_id,n,data rows=1 file="data"
> derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcbK\xccM\xd5\xc9\xcdO\xca\xccI\xe5z\xban\xd1\xb3\x8e\xed\x06:\x86\xc6\x16\x06\x06`\xc2\x00*f\x88$f\x08\x153B\x123\x82\x8a\x19#\x89\x19C\xc5L\x90\xc4L\xa0b\xa6Hb\xa6P13$13\xa8\x989\x92\x989\x00\xe78\x81`\xab\x00\x00\x00"
> end complete
