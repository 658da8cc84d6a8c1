# Arguments of LOGIN as literals, waited for or not; refused.
<<<
* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready
>>>
a1 LOGIN {4}
<<<
+ go on
>>>
user {6}
<<<
+ go on
>>>
secret
<<<
a1 NO no
>>>
a2 LOGIN {4+}
user {6+}
secret
<<<
a2 OK yes
>>>
a3 LOGIN {4}
<<<
a3 BAD no literals
>>>
a4 NOOP
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready\r\n+ go on\r\n+ go on\r\na1 NO no\r\n"
> transport imap none upgrade=not_offered
> begin imap.command tx=1
> text auth Plain "user"
> credential login "user":"secret" auth 95 awaits
< end complete
> outcome tx=1 Rejected
> end complete
> begin imap.command tx=2
> text auth Plain "user"
> credential login "user":"secret" auth 95 awaits
< begin imap.response tx=0
< body "a2 OK yes\r\n"
< end complete
> outcome tx=2 Accepted
> end complete
< begin imap.response tx=0
< body "a3 BAD no literals\r\n"
< end complete
> begin imap.command tx=2
> body "a4 NOOP\r\n"
> end complete
