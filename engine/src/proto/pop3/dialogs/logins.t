# Rejected, APOP, AUTH with and without initial response.
<<<
+OK POP3 ready <1.2@mail.example.cn>
>>>
USER a
PASS wrong-fake
<<<
+OK
-ERR [AUTH] no
>>>
APOP a 0123456789abcdef0123456789abcdef
<<<
-ERR no
>>>
AUTH
<<<
+OK
PLAIN
LOGIN
.
>>>
AUTH PLAIN
<<<
+ 
>>>
AHVzZXIAZmFrZQ==
<<<
-ERR no
>>>
AUTH LOGIN dXNlcg==
<<<
+ UGFzc3dvcmQ6
>>>
ZmFrZS1zZWNyZXQ=
<<<
+OK
===
< begin pop3.reply tx=0
< body "+OK POP3 ready <1.2@mail.example.cn>\r\n+OK\r\n-ERR [AUTH] no\r\n-ERR no\r\n+OK\r\nPLAIN\r\nLOGIN\r\n.\r\n+ \r\n-ERR no\r\n+ UGFzc3dvcmQ6\r\n+OK\r\n"
> begin pop3.command tx=0
> body "USER a\r\n"
> end complete
> begin pop3.command tx=1
> text auth Plain "a"
> credential user "a":"wrong-fake" auth 95 awaits
> outcome tx=1 Rejected
> body "APOP a 0123456789abcdef0123456789abcdef\r\n"
> anomaly challenge_login apop
> outcome tx=2 Rejected
> body "AUTH\r\n"
> end complete
> begin pop3.command tx=3
> text auth Plain "user"
> credential plain "user":"fake" auth 95 awaits
> outcome tx=3 Rejected
> end complete
> begin pop3.command tx=4
> text auth Plain "user"
> credential login "user":"fake-secret" auth 95 awaits
> outcome tx=4 Accepted
> end complete
< end complete
