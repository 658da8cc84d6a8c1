# Initial response; authorization identity alone; accepted and rejected.
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
AUTH PLAIN AHVzZXJAZXhhbXBsZS5jbgBmYWtlIHBhc3N3b3Jk
<<<
535 no
>>>
AUTH PLAIN
<<<
334 
>>>
YWRtaW4AAGZha2U=
<<<
235 welcome
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n535 no\r\n334 \r\n235 welcome\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> end complete
> begin smtp.command tx=1
> text auth Plain "user@example.cn"
> credential plain "user@example.cn":"fake password" auth 95 awaits
> outcome tx=1 Rejected
> end complete
> begin smtp.command tx=2
> text auth Plain "admin"
> credential plain "admin":"fake" auth 95 awaits
> outcome tx=2 Accepted
> end complete
< end complete
