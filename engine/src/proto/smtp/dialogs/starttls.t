# Agreed upon: another protocol begins.
<<<
220 mx.example.cn ESMTP
>>>
EHLO client.example.cn
<<<
250-mx.example.cn
250-STARTTLS
250 AUTH PLAIN
>>>
STARTTLS
<<<
220 go on
>>> hex
16 03 01 00 05 01 00 00 01 00
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n220 go on\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=offered_unused
> body "STARTTLS\r\n"
> transport smtp none upgrade=used
> end complete
< end complete
< handover
