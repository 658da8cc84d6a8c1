# A mail goes on behind a gap within it; a longer one cuts it and lines are text until they are responses.
<<<
* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready
<<<
* 1 FETCH (BODY[] {40}
Subject: x

<>< 10
<<<
1234567890
1234)
* 2 FETCH (BODY[] {40}
Subject: y
<>< 60
<<<
rest of another {5}
* 3 FETCH (BODY[] {6}
a: b

)
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready\r\n* 1 FETCH (BODY[] {40}\r\n"
> transport imap none upgrade=not_offered
< end complete
< begin imap.message tx=1 type="message/rfc822" length=40
< body "Subject: x\r\n\r\n"
< mail subject=x
< body_gap 10
< body "1234567890\r\n1234"
< end cut
< begin imap.response tx=1
< body ")\r\n* 2 FETCH (BODY[] {40}\r\n"
< end complete
< begin imap.message tx=2 type="message/rfc822" length=40
< body "Subject: y\r\n"
< body_gap 28
< mail subject=y
< end cut
< begin imap.response tx=2
< body "rest of another {5}\r\n* 3 FETCH (BODY[] {6}\r\n"
< end complete
< begin imap.message tx=3 type="message/rfc822" length=6
< body "a: b\r\n"
< end complete
< begin imap.response tx=3
< body "\r\n)\r\n"
< end complete
