# The literal of a login is missing: no login.
<<<
* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready
>>>
a1 LOGIN user {6}
se
><> 10
>>>
a2 NOOP
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready\r\n"
> transport imap none upgrade=not_offered
> begin imap.command tx=0
> body "a2 NOOP\r\n"
> end complete
< end complete
