# A gap within a piece leaves the message open, a longer one cuts it.
<<<
* OK [CAPABILITY IMAP4rev1] ready
* 1 FETCH (BODY[TEXT]<0> {10}
12345\
<>< 5
<<<
)
* 1 FETCH (BODY[TEXT]<10> {4}
abcd)
* 1 FETCH (BODY[TEXT]<14> {4}
ef\
<>< 9
<<<
gh)
* 1 FETCH (BODY[TEXT]<18> {4}
wxyz)
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1] ready\r\n* 1 FETCH (BODY[TEXT]<0> {10}\r\n"
> transport imap none upgrade=not_offered
< stream 1
< begin imap.message tx=1
< body "12345"
< body_gap 5
< stream 0
< body ")\r\n* 1 FETCH (BODY[TEXT]<10> {4}\r\n"
< stream 1
< body "abcd"
< stream 0
< body ")\r\n* 1 FETCH (BODY[TEXT]<14> {4}\r\n"
< stream 1
< body "ef"
< body_gap 2
< end cut
< stream 0
< body "gh)\r\n* 1 FETCH (BODY[TEXT]<18> {4}\r\n"
< end complete
< begin imap.message tx=2
< body "wxyz"
< end complete
< begin imap.response tx=2
< body ")\r\n"
< end complete
