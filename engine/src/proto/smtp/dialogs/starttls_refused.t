# Offered under a mask, asked for and refused.
<<<
220 mx.example.cn ESMTP
>>>
EHLO client.example.cn
<<<
250-mx.example.cn
250-XXXXXXXA
250 AUTH PLAIN
>>>
STARTTLS
<<<
502 unknown
>>>
MAIL FROM:<a@example.cn>
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-XXXXXXXA\r\n250 AUTH PLAIN\r\n502 unknown\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=stripped
> body "STARTTLS\r\nMAIL FROM:<a@example.cn>\r\n"
> end complete
< end complete
