# SASL with and without initial response, cancelled, challenged.
<<<
* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready
>>>
a1 AUTHENTICATE PLAIN
<<<
+ 
>>>
AHVzZXJAZXhhbXBsZS5jbgBmYWtl
<<<
a1 NO no
>>>
a2 AUTHENTICATE PLAIN AHVzZXIAZmFrZTI=
<<<
a2 OK yes
>>>
a3 AUTHENTICATE LOGIN
<<<
+ VXNlcm5hbWU6
>>>
dXNlcg==
<<<
+ UGFzc3dvcmQ6
>>>
ZmFrZTM=
<<<
a3 OK yes
>>>
a4 AUTHENTICATE CRAM-MD5
<<<
+ PDEuMkBteD4=
>>>
dXNlciAwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==
<<<
a4 OK yes
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready\r\n+ \r\na1 NO no\r\n"
> transport imap none upgrade=not_offered
> begin imap.command tx=1
> text auth Plain "user@example.cn"
> credential plain "user@example.cn":"fake" auth 95 awaits
< end complete
> outcome tx=1 Rejected
> end complete
> begin imap.command tx=2
> text auth Plain "user"
> credential plain "user":"fake2" auth 95 awaits
< begin imap.response tx=0
< body "a2 OK yes\r\n"
< end complete
> outcome tx=2 Accepted
> end complete
< begin imap.response tx=0
< body "+ VXNlcm5hbWU6\r\n+ UGFzc3dvcmQ6\r\na3 OK yes\r\n"
> begin imap.command tx=3
> text auth Plain "user"
> credential login "user":"fake3" auth 95 awaits
< end complete
> outcome tx=3 Accepted
> end complete
> anomaly challenge_login cram-md5
< begin imap.response tx=0
< body "+ PDEuMkBteD4=\r\na4 OK yes\r\n"
> begin imap.command tx=3
> text auth Plain "user 0123456789abcdef0123456789abcdef"
< end complete
> outcome tx=4 Accepted
> end complete
