# Not lines at all, and a line too long.
@limit head_bytes 64
>>>
EHLO x
\x00\x01\xff
\{100*A}
NOOP
<<<
what is this
12
===
> begin smtp.command tx=0
> body "EHLO x\r\n\x00\x01\xff\r\n"
> anomaly head_too_long a line
> body "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nNOOP\r\n"
< begin smtp.reply tx=0
< body "what is this\r\n12\r\n"
> end complete
< end complete
