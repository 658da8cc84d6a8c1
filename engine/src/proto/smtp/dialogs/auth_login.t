# User and password in a dialogue, the user at once, and a login that is given up.
<<<
220 mx.example.cn ESMTP
>>>
EHLO client.example.cn
<<<
250-mx.example.cn
250-PIPELINING
250-AUTH PLAIN LOGIN
250 8BITMIME
>>>
auth login
<<<
334 VXNlcm5hbWU6
>>>
MTM4MDAxMzgwMDA=
<<<
334 UGFzc3dvcmQ6
>>>
ZmFrZS1zZWNyZXQ=
<<<
235 ok
>>>
AUTH LOGIN dXNlcg==
<<<
334 UGFzc3dvcmQ6
>>>
*
<<<
501 cancelled
>>>
NOOP
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 ok\r\n334 UGFzc3dvcmQ6\r\n501 cancelled\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> end complete
> begin smtp.command tx=1
> text auth Plain "13800138000"
> credential login "13800138000":"fake-secret" auth 95 awaits
> outcome tx=1 Accepted
> outcome tx=2 Rejected
> body "NOOP\r\n"
> end complete
< end complete
