# Bearer tokens; a JSON web token is text.
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
AUTH XOAUTH2 dXNlcj11QGV4YW1wbGUuY24BYXV0aD1CZWFyZXIgZmFrZS10b2tlbi0xMjM0AQE=
<<<
334 eyJzdGF0dXMiOiI0MDAifQ==
>>>

<<<
535 no
>>>
AUTH OAUTHBEARER bixhPXVAZXhhbXBsZS5jbiwBaG9zdD1teAFhdXRoPUJlYXJlciBleUpoYkdjaU9pSnViMjVsSW4wLmV5SnpkV0lpT2lKNEluMC5jMmxuAQE=
<<<
235 ok
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n334 eyJzdGF0dXMiOiI0MDAifQ==\r\n535 no\r\n235 ok\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> end complete
> begin smtp.command tx=1
> text auth Plain "u@example.cn"
> credential bearer "u@example.cn":"fake-token-1234" auth 95 awaits
> body "\r\n"
> outcome tx=1 Rejected
> text auth Plain "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln"
> end complete
> begin smtp.command tx=2
> text auth Plain "u@example.cn"
> outcome tx=2 Accepted
> end complete
< end complete
