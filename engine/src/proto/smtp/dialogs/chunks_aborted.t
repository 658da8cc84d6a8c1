# A mail whose last chunk never comes.
>>>
MAIL FROM:<a@example.cn>
BDAT 6
text
RSET
BDAT 0 LAST
BDAT x
===
> begin smtp.command tx=0
> body "MAIL FROM:<a@example.cn>\r\nBDAT 6\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn type="message/rfc822"
> body "text\r\n"
> mail from=a@example.cn
> end cut
> begin smtp.command tx=1
> body "RSET\r\nBDAT 0 LAST\r\n"
> end complete
> begin smtp.message tx=2 type="message/rfc822" length=0
> end complete
> begin smtp.command tx=2
> body "BDAT x\r\n"
> end complete
