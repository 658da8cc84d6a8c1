# The stream ends within a mail, and within a line.
<<<
+OK POP3 ready <1.2@mail.example.cn>
>>>
RETR 1
USER half\
<<<
+OK 500 octets
Subject: x

tex\
===
< begin pop3.reply tx=0
< body "+OK POP3 ready <1.2@mail.example.cn>\r\n+OK 500 octets\r\n"
> begin pop3.command tx=0
> body "RETR 1\r\n"
< end complete
< begin pop3.message tx=1 type="message/rfc822"
< body "Subject: x\r\n\r\n"
< mail subject=x
< body "tex"
> end complete
< end cut
