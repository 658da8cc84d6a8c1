# Capabilities, a login, a list, mails.
<<<
+OK POP3 ready <1.2@mail.example.cn>
>>>
CAPA
<<<
+OK
USER
UIDL
.
>>>
USER someone@example.cn
<<<
+OK
>>>
PASS fake pass word
<<<
+OK Logged in.
>>>
LIST
<<<
+OK 2 messages:
1 120
2 90
.
>>>
RETR 1
TOP 2 0
RETR 9
<<<
+OK 120 octets
From: A <a@example.cn>
Subject: =?gb2312?Q?=BF=CD=BB=A7?=

..dot
text
.
+OK
To: b@example.cn

.
-ERR no such message
>>>
QUIT
<<<
+OK
===
< begin pop3.reply tx=0
< body "+OK POP3 ready <1.2@mail.example.cn>\r\n+OK\r\nUSER\r\nUIDL\r\n.\r\n+OK\r\n+OK Logged in.\r\n+OK 2 messages:\r\n1 120\r\n2 90\r\n.\r\n+OK 120 octets\r\n"
> begin pop3.command tx=0
> body "CAPA\r\n"
> transport pop3 none upgrade=not_offered
> body "USER someone@example.cn\r\n"
> end complete
> begin pop3.command tx=1
> text auth Plain "someone@example.cn"
> credential user "someone@example.cn":"fake pass word" auth 95 awaits
> outcome tx=1 Accepted
> body "LIST\r\nRETR 1\r\nTOP 2 0\r\nRETR 9\r\nQUIT\r\n"
< end complete
< begin pop3.message tx=2 type="message/rfc822"
< body "From: A <a@example.cn>\r\nSubject: =?gb2312?Q?=BF=CD=BB=A7?=\r\n\r\n"
< mail from=a@example.cn subject=客户
< body ".dot\r\ntext\r\n"
< end complete
< begin pop3.reply tx=2
< body "+OK\r\n"
< end complete
< begin pop3.message tx=3 type="message/rfc822"
< body "To: b@example.cn\r\n\r\n"
< mail to=b@example.cn
< end complete
< begin pop3.reply tx=3
< body "-ERR no such message\r\n+OK\r\n"
> end complete
< end complete
