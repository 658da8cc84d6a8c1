# DATA is missing: the reply to it tells.
<<<
220 mx.example.cn ESMTP
>>>
EHLO client.example.cn
<<<
250-mx.example.cn
250-PIPELINING
250-AUTH PLAIN LOGIN
250 8BITMIME
><> 60
<<<
250 ok
250 ok
354 go on
>>>
Subject: x

..text
.
QUIT
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n250 ok\r\n250 ok\r\n354 go on\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> body_gap 60
> end complete
> begin smtp.message tx=1 type="message/rfc822"
> body "Subject: x\r\n\r\n"
> mail subject=x
> body ".text\r\n"
> end complete
> begin smtp.command tx=1
> body "QUIT\r\n"
> end complete
< end complete
