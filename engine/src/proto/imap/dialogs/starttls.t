# Agreed upon: another protocol begins.
<<<
* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready
>>>
a1 STARTTLS
<<<
a1 OK begin
>>> hex
16 03 01 00 05 01 00 00 01 00
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\na1 OK begin\r\n"
> transport imap none upgrade=offered_unused
> begin imap.command tx=0
> body "a1 STARTTLS\r\n"
< end complete
> transport imap none upgrade=used
> end complete
< handover
