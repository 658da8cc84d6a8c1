# A token of another mechanism is text; the oldest mechanism shows no secret.
>>> hex
80 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 00 00 00 00 00 6b 00 00 00 10 73 61 73 6c 53 74
61 72 74 00 01 00 00 00 02 6d 65 63 68 61 6e 69 73 6d 00 0d 00 00 00 4d 4f 4e 47 4f 44 42 2d 4f
49 44 43 00 05 70 61 79 6c 6f 61 64 00 1a 00 00 00 00 1a 00 00 00 02 6a 77 74 00 0c 00 00 00 6e
6f 74 2e 61 2e 74 6f 6b 65 6e 00 00 02 24 64 62 00 0a 00 00 00 24 65 78 74 65 72 6e 61 6c 00 00
>>> hex
68 00 00 00 02 00 00 00 00 00 00 00 d4 07 00 00 04 00 00 00 63 72 6d 2e 24 63 6d 64 00 00 00 00
00 ff ff ff ff 43 00 00 00 10 61 75 74 68 65 6e 74 69 63 61 74 65 00 01 00 00 00 02 75 73 65 72
00 08 00 00 00 63 72 6d 5f 61 70 70 00 02 6e 6f 6e 63 65 00 03 00 00 00 61 31 00 02 6b 65 79 00
03 00 00 00 62 32 00 00
===
> begin mongodb.command tx=0 db database=$external type="application/json"
> derived "{\"saslStart\":1,\"mechanism\":\"MONGODB-OIDC\",\"payload\":\"\",\"$db\":\"$external\"}\n"
> text payload Plain " jwt not.a.token "
> end complete
> anomaly challenge_login mongodb-cr
> begin mongodb.command tx=1 db database=crm type="application/json"
> derived "{\"authenticate\":1,\"user\":\"crm_app\",\"nonce\":\"a1\",\"key\":\"b2\"}\n"
> end complete
