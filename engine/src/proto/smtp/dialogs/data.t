# A mail by DATA, its dots unstuffed; the envelope wins over the head.
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
MAIL FROM:<ops@crm.example.cn> SIZE=100
<<<
250 OK
>>>
RCPT TO:<a@example.org>
RCPT TO:<b@example.org>
<<<
250 OK
250 OK
>>>
DATA
<<<
354 go on
>>>
From: someone@example.com
Subject: =?UTF-8?B?5a6i5oi3?=

..one dot
.two\r.
...
end
.
<<<
250 queued
>>>
QUIT
<<<
221 bye
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n250 OK\r\n250 OK\r\n250 OK\r\n354 go on\r\n250 queued\r\n221 bye\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> body "MAIL FROM:<ops@crm.example.cn> SIZE=100\r\nRCPT TO:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
> end complete
> begin smtp.message tx=1 mail from=ops@crm.example.cn to=a@example.org,b@example.org type="message/rfc822"
> body "From: someone@example.com\r\nSubject: =?UTF-8?B?5a6i5oi3?=\r\n\r\n"
> mail from=ops@crm.example.cn to=a@example.org,b@example.org subject=客户
> body ".one dot\r\ntwo\r.\r\n..\r\nend\r\n"
> end complete
> begin smtp.command tx=1
> body "QUIT\r\n"
> end complete
< end complete
