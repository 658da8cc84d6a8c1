# A mail is stored, its mailbox a literal too; then two at once, the second refused.
<<<
* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready
>>>
a1 APPEND {5}
<<<
+ go on
>>>
INBOX (\\Seen) {17}
<<<
+ go on
>>>
Subject: x

a
>>>

<<<
a1 OK done
>>>
a2 APPEND INBOX {6+}
a: b
 {100}
<<<
a2 NO too large
>>>
a3 NOOP
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready\r\n+ go on\r\n+ go on\r\na1 OK done\r\n"
> transport imap none upgrade=not_offered
> begin imap.command tx=0
> body "a1 APPEND {5}\r\nINBOX (\\Seen) {17}\r\n"
> end complete
> begin imap.message tx=1 type="message/rfc822" length=17
> body "Subject: x\r\n\r\n"
> mail subject=x
> body "a\r\n"
> end complete
> begin imap.command tx=1
> body "\r\n"
< end complete
> end complete
> begin imap.command tx=1
> body "a2 APPEND INBOX {6+}\r\n"
> end complete
> begin imap.message tx=2 type="message/rfc822" length=6
> body "a: b\r\n"
> end complete
> begin imap.command tx=2
> body " {100}\r\n"
> end complete
> begin imap.message tx=3 type="message/rfc822" length=100
< begin imap.response tx=0
< body "a2 NO too large\r\n"
< end complete
> end cut
> begin imap.command tx=3
> body "a3 NOOP\r\n"
> end complete
