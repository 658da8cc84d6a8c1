# SCRAM within a hello of the older kind, and a user that is made.
>>> hex
b5 00 00 00 01 00 00 00 00 00 00 00 d4 07 00 00 04 00 00 00 61 64 6d 69 6e 2e 24 63 6d 64 00 00
00 00 00 ff ff ff ff 8e 00 00 00 10 69 73 6d 61 73 74 65 72 00 01 00 00 00 03 73 70 65 63 75 6c
61 74 69 76 65 41 75 74 68 65 6e 74 69 63 61 74 65 00 62 00 00 00 10 73 61 73 6c 53 74 61 72 74
00 01 00 00 00 02 6d 65 63 68 61 6e 69 73 6d 00 0e 00 00 00 53 43 52 41 4d 2d 53 48 41 2d 32 35
36 00 05 70 61 79 6c 6f 61 64 00 15 00 00 00 00 6e 2c 2c 6e 3d 63 72 6d 5f 61 70 70 2c 72 3d 61
62 63 64 65 66 02 64 62 00 06 00 00 00 61 64 6d 69 6e 00 00 00
<<< hex
a1 00 00 00 07 00 00 00 01 00 00 00 01 00 00 00 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
01 00 00 00 7d 00 00 00 08 69 73 6d 61 73 74 65 72 00 01 03 73 70 65 63 75 6c 61 74 69 76 65 41
75 74 68 65 6e 74 69 63 61 74 65 00 48 00 00 00 10 63 6f 6e 76 65 72 73 61 74 69 6f 6e 49 64 00
01 00 00 00 08 64 6f 6e 65 00 00 05 70 61 79 6c 6f 61 64 00 1a 00 00 00 00 72 3d 61 62 63 64 65
66 78 79 7a 2c 73 3d 61 61 61 61 2c 69 3d 31 35 30 30 30 00 01 6f 6b 00 00 00 00 00 00 00 f0 3f
00
>>> hex
74 00 00 00 02 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 5f 00 00 00 10 73 61 73 6c 43 6f
6e 74 69 6e 75 65 00 01 00 00 00 10 63 6f 6e 76 65 72 73 61 74 69 6f 6e 49 64 00 01 00 00 00 05
70 61 79 6c 6f 61 64 00 17 00 00 00 00 63 3d 62 69 77 73 2c 72 3d 61 62 63 64 65 66 78 79 7a 2c
70 3d 78 78 02 24 64 62 00 06 00 00 00 61 64 6d 69 6e 00 00
<<< hex
53 00 00 00 08 00 00 00 02 00 00 00 dd 07 00 00 00 00 00 00 00 3e 00 00 00 10 63 6f 6e 76 65 72
73 61 74 69 6f 6e 49 64 00 01 00 00 00 08 64 6f 6e 65 00 01 05 70 61 79 6c 6f 61 64 00 04 00 00
00 00 76 3d 79 79 01 6f 6b 00 00 00 00 00 00 00 f0 3f 00
>>> hex
59 00 00 00 03 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 44 00 00 00 02 63 72 65 61 74 65
55 73 65 72 00 04 00 00 00 62 6f 62 00 02 70 77 64 00 09 00 00 00 4e 33 77 21 70 61 73 73 00 04
72 6f 6c 65 73 00 05 00 00 00 00 02 24 64 62 00 04 00 00 00 63 72 6d 00 00
<<< hex
26 00 00 00 09 00 00 00 03 00 00 00 dd 07 00 00 00 00 00 00 00 11 00 00 00 01 6f 6b 00 00 00 00
00 00 00 f0 3f 00
===
> anomaly challenge_login scram
> begin mongodb.command tx=0 db database=admin type="application/json"
> derived "{\"ismaster\":1,\"speculativeAuthenticate\":{\"saslStart\":1,\"mechanism\":\"SCRAM-SHA-256\",\"payload\":\"\",\"db\":\"admin\"}}\n"
> text user Plain "crm_app"
> end complete
< begin mongodb.reply tx=0 db database=admin user=crm_app type="application/json"
< derived "{\"ismaster\":true,\"speculativeAuthenticate\":{\"conversationId\":1,\"done\":false,\"payload\":\"r=abcdefxyz,s=aaaa,i=15000\"},\"ok\":1}\n"
< end complete
> begin mongodb.command tx=1 db database=admin user=crm_app type="application/json"
> derived "{\"saslContinue\":1,\"conversationId\":1,\"payload\":\"\",\"$db\":\"admin\"}\n"
> end complete
< begin mongodb.reply tx=1 db database=admin user=crm_app type="application/json"
< derived "{\"conversationId\":1,\"done\":true,\"payload\":\"v=yy\",\"ok\":1}\n"
< end complete
> begin mongodb.command tx=2 db database=crm user=crm_app type="application/json"
> derived "{\"createUser\":\"bob\",\"pwd\":\"\",\"roles\":[],\"$db\":\"crm\"}\n"
> credential password "bob":"N3w!pass"  95 awaits
> end complete
> outcome tx=2 Accepted
< begin mongodb.reply tx=2 db database=crm user=crm_app type="application/json"
< derived "{\"ok\":1}\n"
< end complete
