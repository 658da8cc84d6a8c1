# Commands and a mail in one go, replies behind (RFC 2920); LMTP answers for each recipient.
<<<
220 mx.example.cn LMTP
>>>
LHLO client.example.cn
<<<
250-mx.example.cn
250-STARTTLS
250 PIPELINING
>>>
MAIL FROM:<a@example.cn>
RCPT TO:<b@example.cn>
RCPT TO:<c@example.cn>
DATA
<<<
250 OK
250 OK
550 no
354 go on
>>>
Subject: x

text
.
AUTH PLAIN AHVzZXIAZmFrZS1wYXNzd29yZA==
<<<
250 queued
235 fine
===
< begin smtp.reply tx=0
< body "220 mx.example.cn LMTP\r\n250-mx.example.cn\r\n250-STARTTLS\r\n250 PIPELINING\r\n250 OK\r\n250 OK\r\n550 no\r\n354 go on\r\n250 queued\r\n235 fine\r\n"
> begin smtp.command tx=0
> body "LHLO client.example.cn\r\n"
> transport smtp none upgrade=offered_unused
> body "MAIL FROM:<a@example.cn>\r\nRCPT TO:<b@example.cn>\r\nRCPT TO:<c@example.cn>\r\nDATA\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn to=b@example.cn,c@example.cn type="message/rfc822"
> body "Subject: x\r\n\r\n"
> mail from=a@example.cn to=b@example.cn,c@example.cn subject=x
> body "text\r\n"
> end complete
> begin smtp.command tx=2
> text auth Plain "user"
> credential plain "user":"fake-password" auth 95 awaits
> outcome tx=2 Accepted
> end complete
< end complete
