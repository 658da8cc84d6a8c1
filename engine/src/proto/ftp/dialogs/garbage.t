# What is no command gets no reply.
<<<
220 FTP
>>>
\x01\x02 13800138000
NOOP
<<<
what
200 ok
===
< begin ftp.reply tx=0
< body "220 FTP\r\n"
< end complete
> begin ftp.command tx=0
> body "\u{1}\u{2} 13800138000\r\n"
> end complete
> begin ftp.command tx=0
> body "NOOP\r\n"
> end complete
< begin ftp.reply tx=0
< body "what\r\n"
< end complete
< begin ftp.reply tx=0
< body "200 ok\r\n"
< end complete
