# Bytes of a mail are missing; it ends where it ends.
>>>
EHLO client.example.cn
MAIL FROM:<a@example.cn>
DATA
Subject: x

first
><> 100
>>>
.dotted line
last
.
QUIT
===
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\nMAIL FROM:<a@example.cn>\r\nDATA\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn type="message/rfc822"
> body "Subject: x\r\n\r\n"
> mail from=a@example.cn subject=x
> body "first\r\n"
> body_gap 100
> body "dotted line\r\nlast\r\n"
> end cut
> begin smtp.command tx=1
> body "QUIT\r\n"
> end complete
