# A series of replies to one command.
>>> hex
48 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 00 00 01 00 00 33 00 00 00 10 68 65 6c 6c 6f 00
01 00 00 00 10 6d 61 78 41 77 61 69 74 54 69 6d 65 4d 53 00 10 27 00 00 02 24 64 62 00 06 00 00
00 61 64 6d 69 6e 00 00
<<< hex
4e 00 00 00 07 00 00 00 01 00 00 00 dd 07 00 00 02 00 00 00 00 39 00 00 00 08 69 73 57 72 69 74
61 62 6c 65 50 72 69 6d 61 72 79 00 01 10 6d 61 78 57 69 72 65 56 65 72 73 69 6f 6e 00 15 00 00
00 01 6f 6b 00 00 00 00 00 00 00 f0 3f 00
<<< hex
4e 00 00 00 08 00 00 00 07 00 00 00 dd 07 00 00 02 00 00 00 00 39 00 00 00 08 69 73 57 72 69 74
61 62 6c 65 50 72 69 6d 61 72 79 00 01 10 6d 61 78 57 69 72 65 56 65 72 73 69 6f 6e 00 15 00 00
00 01 6f 6b 00 00 00 00 00 00 00 f0 3f 00
<<< hex
4e 00 00 00 09 00 00 00 08 00 00 00 dd 07 00 00 00 00 00 00 00 39 00 00 00 08 69 73 57 72 69 74
61 62 6c 65 50 72 69 6d 61 72 79 00 01 10 6d 61 78 57 69 72 65 56 65 72 73 69 6f 6e 00 15 00 00
00 01 6f 6b 00 00 00 00 00 00 00 f0 3f 00
<<< hex
22 00 00 00 0a 00 00 00 63 00 00 00 dd 07 00 00 00 00 00 00 00 0d 00 00 00 10 6f 6b 00 01 00 00
00 00
===
> begin mongodb.command tx=0 db database=admin type="application/json"
> derived "{\"hello\":1,\"maxAwaitTimeMS\":10000,\"$db\":\"admin\"}\n"
> end complete
< begin mongodb.reply tx=0 db database=admin type="application/json"
< derived "{\"isWritablePrimary\":true,\"maxWireVersion\":21,\"ok\":1}\n"
< end complete
< begin mongodb.reply tx=0 db database=admin type="application/json"
< derived "{\"isWritablePrimary\":true,\"maxWireVersion\":21,\"ok\":1}\n"
< end complete
< begin mongodb.reply tx=0 db database=admin type="application/json"
< derived "{\"isWritablePrimary\":true,\"maxWireVersion\":21,\"ok\":1}\n"
< end complete
< begin mongodb.reply tx=1 db type="application/json"
< derived "{\"ok\":1}\n"
< end complete
