# A mail in chunks (RFC 3030), one of which looks like a command.
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
RCPT TO:<b@example.cn>
BDAT 14
Subject: s

BDAT 6 LAST
QUIT
<<<
250 ok
250 ok
250 14 octets
250 6 octets
>>>
QUIT
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n250 ok\r\n250 ok\r\n250 14 octets\r\n250 6 octets\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> body "MAIL FROM:<a@example.cn>\r\nRCPT TO:<b@example.cn>\r\nBDAT 14\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn to=b@example.cn type="message/rfc822"
> body "Subject: s\r\n\r\n"
> mail from=a@example.cn to=b@example.cn subject=s
> body "QUIT\r\n"
> end complete
> begin smtp.command tx=1
> body "QUIT\r\n"
> end complete
< end complete
