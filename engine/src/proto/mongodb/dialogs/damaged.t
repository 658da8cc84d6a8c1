# Documents that are none: a size beyond its message, a string beyond its document, a type that is none, no end; then one that is.
>>> hex
28 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 ff 00 00 00 02 61 00 20 31 33 38
30 30 31 33 38 30 30 30
>>> hex
32 00 00 00 02 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 20 00 00 00 02 61 00 99 00 00 00
20 31 33 39 30 30 31 33 39 30 30 30 20 61 62 63 64 00
>>> hex
36 00 00 00 03 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 20 00 00 00 66 61 00 20 31 33 37
30 30 31 33 37 30 30 30 20 61 62 63 64 61 62 63 64 65 66 67 68 00
>>> hex
23 00 00 00 04 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 0f 00 00 00 02 61 00 02 00 00 00
62 63 64
>>> hex
6e 00 00 00 05 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 01 f0 00 00 00 64 6f 63 75 6d 65 6e
74 73 00 4b 00 00 00 02 6e 61 6d 65 00 07 00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00
0c 00 00 00 31 33 38 30 30 31 33 38 30 30 30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31
31 39 39 30 30 33 30 37 30 30 32 58 00 00
>>> hex
60 00 00 00 06 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 07 4b 00 00 00 02 6e 61 6d 65 00 07
00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30
30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 32 58 00 00
>>> hex
60 00 00 00 07 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 4b 00 00 00 02 6e 61 6d 65 00 07
00 00 00 e5 bc a0 e4 b8 89 00 02 6d 6f 62 69 6c 65 00 0c 00 00 00 31 33 38 30 30 31 33 38 30 30
30 00 02 69 64 6e 6f 00 13 00 00 00 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 32 58 00 01
>>> hex
3e 00 00 00 08 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 29 00 00 00 10 68 65 6c 6c 6f 00
01 00 00 00 08 68 65 6c 6c 6f 4f 6b 00 01 02 24 64 62 00 06 00 00 00 61 64 6d 69 6e 00 00
===
> anomaly length_conflict a document
> begin mongodb.command tx=1
> body "\xff\x00\x00\x00\x02a\x00 13800138000"
> end cut
> anomaly length_conflict a document
> begin mongodb.command tx=2
> body " \x00\x00\x00\x02a\x00\x99\x00\x00\x00 13900139000 abcd\x00"
> end cut
> begin mongodb.command tx=2 db type="application/json"
> derived "{"
> end cut
> anomaly length_conflict a document
> begin mongodb.command tx=3
> body "fa\u{0} 13700137000 abcdabcdefgh\u{0}"
> end cut
> anomaly length_conflict a document
> begin mongodb.command tx=4
> body "\u{f}\u{0}\u{0}\u{0}\u{2}a\u{0}\u{2}\u{0}\u{0}\u{0}bcd"
> end cut
> anomaly length_conflict a document
> begin mongodb.command tx=5
> body "\x01\xf0\x00\x00\x00documents\x00K\x00\x00\x00\x02name\x00\x07\x00\x00\x00\xe5\xbc\xa0\xe4\xb8\x89\x00\x02mobile\x00\x0c\x00\x00\x0013800138000\x00\x02idno\x00\x13\x00\x00\x0011010119900307002X\x00\x00"
> end cut
> anomaly length_conflict a document
> begin mongodb.command tx=6
> body "\u{7}K\u{0}\u{0}\u{0}\u{2}name\u{0}\u{7}\u{0}\u{0}\u{0}张三\u{0}\u{2}mobile\u{0}\u{c}\u{0}\u{0}\u{0}13800138000\u{0}\u{2}idno\u{0}\u{13}\u{0}\u{0}\u{0}11010119900307002X\u{0}\u{0}"
> end cut
> begin mongodb.command tx=6 db table=张三 type="application/json"
> derived "{\"name\":\"张三\",\"mobile\":\"13800138000\",\"idno\":\"11010119900307002X\""
> end cut
> anomaly length_conflict a document
> begin mongodb.command tx=7
> body "\u{1}"
> end cut
> begin mongodb.command tx=7 db database=admin type="application/json"
> derived "{\"hello\":1,\"helloOk\":true,\"$db\":\"admin\"}\n"
> end complete
