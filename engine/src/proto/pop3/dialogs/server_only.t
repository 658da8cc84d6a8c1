# Of a server that is seen alone, a mail is known by its size.
<<<
+OK ready
+OK
+OK Logged in.
+OK 2 30
+OK 30 octets
Subject: x

text
.
+OK bye
===
< begin pop3.reply tx=0
< body "+OK ready\r\n+OK\r\n+OK Logged in.\r\n+OK 2 30\r\n+OK 30 octets\r\n"
< end complete
< begin pop3.message tx=1 type="message/rfc822"
< body "Subject: x\r\n\r\n"
< mail subject=x
< body "text\r\n"
< end complete
< begin pop3.reply tx=1
< body "+OK bye\r\n"
< end complete
