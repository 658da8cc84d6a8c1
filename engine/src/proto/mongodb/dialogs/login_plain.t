# SASL PLAIN, accepted; then rejected.
>>> hex
87 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 72 00 00 00 10 73 61 73 6c 53 74
61 72 74 00 01 00 00 00 02 6d 65 63 68 61 6e 69 73 6d 00 06 00 00 00 50 4c 41 49 4e 00 05 70 61
79 6c 6f 61 64 00 15 00 00 00 00 00 63 72 6d 5f 61 70 70 00 53 63 68 31 75 65 73 73 65 6c 23 37
10 61 75 74 6f 41 75 74 68 6f 72 69 7a 65 00 01 00 00 00 02 24 64 62 00 0a 00 00 00 24 65 78 74
65 72 6e 61 6c 00 00
<<< hex
4f 00 00 00 07 00 00 00 01 00 00 00 dd 07 00 00 00 00 00 00 00 3a 00 00 00 10 63 6f 6e 76 65 72
73 61 74 69 6f 6e 49 64 00 01 00 00 00 08 64 6f 6e 65 00 01 05 70 61 79 6c 6f 61 64 00 00 00 00
00 00 01 6f 6b 00 00 00 00 00 00 00 f0 3f 00
>>> hex
6f 00 00 00 02 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 5a 00 00 00 10 73 61 73 6c 53 74
61 72 74 00 01 00 00 00 02 6d 65 63 68 61 6e 69 73 6d 00 06 00 00 00 50 4c 41 49 4e 00 05 70 61
79 6c 6f 61 64 00 10 00 00 00 00 00 63 72 6d 5f 61 70 70 00 77 72 6f 6e 67 2d 32 02 24 64 62 00
0a 00 00 00 24 65 78 74 65 72 6e 61 6c 00 00
<<< hex
76 00 00 00 08 00 00 00 02 00 00 00 dd 07 00 00 00 00 00 00 00 61 00 00 00 01 6f 6b 00 00 00 00
00 00 00 00 00 02 65 72 72 6d 73 67 00 17 00 00 00 41 75 74 68 65 6e 74 69 63 61 74 69 6f 6e 20
66 61 69 6c 65 64 2e 00 10 63 6f 64 65 00 12 00 00 00 02 63 6f 64 65 4e 61 6d 65 00 15 00 00 00
41 75 74 68 65 6e 74 69 63 61 74 69 6f 6e 46 61 69 6c 65 64 00 00
===
> begin mongodb.command tx=0 db database=$external type="application/json"
> derived "{\"saslStart\":1,\"mechanism\":\"PLAIN\",\"payload\":\"\",\"autoAuthorize\":1,\"$db\":\"$external\"}\n"
> credential plain "crm_app":"Sch1uessel#7"  95 awaits
> end complete
> outcome tx=0 Accepted
< begin mongodb.reply tx=0 db database=$external user=crm_app type="application/json"
< derived "{\"conversationId\":1,\"done\":true,\"payload\":\"\",\"ok\":1}\n"
< end complete
> begin mongodb.command tx=1 db database=$external user=crm_app type="application/json"
> derived "{\"saslStart\":1,\"mechanism\":\"PLAIN\",\"payload\":\"\",\"$db\":\"$external\"}\n"
> credential plain "crm_app":"wrong-2"  95 awaits
> end complete
> outcome tx=1 Rejected
< begin mongodb.reply tx=1 db database=$external user=crm_app type="application/json"
< derived "{\"ok\":0,\"errmsg\":\"Authentication failed.\",\"code\":18,\"codeName\":\"AuthenticationFailed\"}\n"
< end complete
