# Bytes of a mail are missing; it ends where it ends.
<<<
+OK POP3 ready <1.2@mail.example.cn>
>>>
RETR 1
<<<
+OK 500 octets
Sub
<>< 400
<<<
..tail
.
+OK
===
< begin pop3.reply tx=0
< body "+OK POP3 ready <1.2@mail.example.cn>\r\n+OK 500 octets\r\n"
> begin pop3.command tx=0
> body "RETR 1\r\n"
< end complete
< begin pop3.message tx=1 type="message/rfc822"
< body "Sub\r\n"
< body_gap 400
< body ".tail\r\n"
< end cut
< begin pop3.reply tx=1
< body "+OK\r\n"
> end complete
< end complete
