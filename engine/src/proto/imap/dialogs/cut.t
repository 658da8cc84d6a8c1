# The stream ends within a mail.
<<<
* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready
<<<
* 1 FETCH (RFC822 {4000}
Subject: x
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready\r\n* 1 FETCH (RFC822 {4000}\r\n"
> transport imap none upgrade=not_offered
< end complete
< begin imap.message tx=1 type="message/rfc822" length=4000
< body "Subject: x\r\n"
< mail subject=x
< end cut
