# Behind a gap, a mail begins by the server's word before the command's line has ended: it takes in what is there of it.
<<<
220 mx.example.cn ESMTP
><> 1
>>>
EHLO client.example.cn
<<<
250 mx.example.cn
>>>
MAIL FROM:<ops@crm.example.cn>
<<<
250 OK
>>>
DATA          \
<<<
354 go on
>>>
Subject: a

call 13800138000
.
<<<
250 queued
>>>
QUIT
<<<
221 bye
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250 mx.example.cn\r\n250 OK\r\n354 go on\r\n250 queued\r\n221 bye\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> body "MAIL FROM:<ops@crm.example.cn>\r\n"
> end complete
> begin smtp.message tx=1 mail from=ops@crm.example.cn type="message/rfc822"
> body "DATA          Subject: a\r\n\r\n"
> mail from=ops@crm.example.cn
> body "call 13800138000\r\n"
> end complete
> begin smtp.command tx=1
> body "QUIT\r\n"
> end complete
< end complete
