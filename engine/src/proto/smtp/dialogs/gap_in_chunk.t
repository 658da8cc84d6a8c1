# A chunk goes on behind a gap within it, and is cut by a longer one.
>>>
MAIL FROM:<a@example.cn>
BDAT 10 LAST
abc
><> 3
>>>
12
QUIT
MAIL FROM:<a@example.cn>
BDAT 10
abc
><> 30
>>>
NOOP
===
> begin smtp.command tx=0
> body "MAIL FROM:<a@example.cn>\r\nBDAT 10 LAST\r\n"
> end complete
> begin smtp.message tx=1 mail from=a@example.cn type="message/rfc822" length=10
> body "abc\r\n"
> body_gap 3
> mail from=a@example.cn
> body "12"
> end cut
> begin smtp.command tx=1
> body "\r\nQUIT\r\nMAIL FROM:<a@example.cn>\r\nBDAT 10\r\n"
> end complete
> begin smtp.message tx=2 mail from=a@example.cn type="message/rfc822"
> body "abc\r\n"
> body_gap 30
> mail from=a@example.cn
> end cut
> begin smtp.command tx=2
> body "NOOP\r\n"
> end complete
