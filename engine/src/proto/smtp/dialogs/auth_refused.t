# The mechanism is refused: what follows is a command.
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
AUTH LOGIN
<<<
504 unknown
>>>
QUIT
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n504 unknown\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> outcome tx=1 Rejected
> body "QUIT\r\n"
> end complete
< end complete
