# The end of a mail is missing: the reply to the next command ends it.
<<<
+OK POP3 ready <1.2@mail.example.cn>
>>>
RETR 1
<<<
+OK 500 octets
Subject: x

text
<>< 400
<<<
+OK is what this line begins with
more
>>>
RETR 2
<<<
+OK 12 octets
tail
.
===
< begin pop3.reply tx=0
< body "+OK POP3 ready <1.2@mail.example.cn>\r\n+OK 500 octets\r\n"
> begin pop3.command tx=0
> body "RETR 1\r\nRETR 2\r\n"
< end complete
< begin pop3.message tx=1 type="message/rfc822"
< body "Subject: x\r\n\r\n"
< mail subject=x
< body "text\r\n"
< body_gap 400
< body "+OK is what this line begins with\r\nmore\r\n"
< anomaly parser_resync a status line behind a gap
< end cut
< begin pop3.reply tx=1
< body "+OK 12 octets\r\n"
< end complete
< begin pop3.message tx=2 type="message/rfc822"
< body "tail\r\n"
< end complete
> end complete
