# The end of a mail is missing: the next command ends it.
>>>
EHLO client.example.cn
MAIL FROM:<a@example.cn>
DATA
Subject: x

first
><> 100
>>>
QUIT smoking, it says
MAIL FROM:<b@example.cn>
RCPT TO:<c@example.cn>
DATA
Subject: y

second
.
===
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\nMAIL FROM:<a@example.cn>\r\nDATA\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn type="message/rfc822"
> body "Subject: x\r\n\r\n"
> mail from=a@example.cn subject=x
> body "first\r\n"
> body_gap 100
> body "QUIT smoking, it says\r\n"
> anomaly parser_resync a command behind a gap
> end cut
> begin smtp.command tx=1
> body "MAIL FROM:<b@example.cn>\r\nRCPT TO:<c@example.cn>\r\nDATA\r\n"
> end complete
> begin smtp.message tx=2 mail from=b@example.cn to=c@example.cn type="message/rfc822"
> body "Subject: y\r\n\r\n"
> mail from=b@example.cn to=c@example.cn subject=y
> body "second\r\n"
> end complete
