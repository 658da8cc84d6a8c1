# The stream ends within a mail.
>>>
MAIL FROM:<a@example.cn>
DATA
Subject: only a head
===
> begin smtp.command tx=0
> body "MAIL FROM:<a@example.cn>\r\nDATA\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn type="message/rfc822"
> body "Subject: only a head\r\n"
> mail from=a@example.cn subject=only a head
> end cut
