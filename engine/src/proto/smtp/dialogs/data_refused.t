# No mail follows a refused DATA.
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
MAIL FROM:<a@example.cn>
DATA
<<<
250 ok
554 no valid recipients
>>>
QUIT
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n250 ok\r\n554 no valid recipients\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> body "MAIL FROM:<a@example.cn>\r\nDATA\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn type="message/rfc822"
> mail from=a@example.cn
> end cut
> begin smtp.command tx=1
> body "QUIT\r\n"
> end complete
< end complete
