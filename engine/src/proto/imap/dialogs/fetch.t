# A login, mails in literals, and other literals.
<<<
* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready
>>>
a1 LOGIN someone@example.cn "fake \\"pass\\""
<<<
* CAPABILITY IMAP4rev1
a1 OK Logged in
>>>
a2 FETCH 1:2 (FLAGS BODY.PEEK[])
<<<
* 1 FETCH (FLAGS (\\Seen) BODY[] {60}
From: a@example.cn
Subject: =?UTF-8?B?5a6i5oi3?=

a b c
 UID 7)
* 2 FETCH (BODY[TEXT] {6}
text
 ENVELOPE ("date" {4}
abcd NIL))
* 3 FETCH (BODY[HEADER] {0}
)
a2 OK done
>>>
a3 LOGOUT
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1 LITERAL+ AUTH=PLAIN] ready\r\n* CAPABILITY IMAP4rev1\r\na1 OK Logged in\r\n"
> transport imap none upgrade=not_offered
> begin imap.command tx=1
> text auth Plain "someone@example.cn"
> credential login "someone@example.cn":"fake \"pass\"" auth 95 awaits
< end complete
> outcome tx=1 Accepted
> end complete
> begin imap.command tx=1
> body "a2 FETCH 1:2 (FLAGS BODY.PEEK[])\r\n"
< begin imap.response tx=0
< body "* 1 FETCH (FLAGS (\\Seen) BODY[] {60}\r\n"
< end complete
< begin imap.message tx=2 type="message/rfc822" length=60
< body "From: a@example.cn\r\nSubject: =?UTF-8?B?5a6i5oi3?=\r\n\r\n"
< mail from=a@example.cn subject=客户
< body "a b c\r\n"
< end complete
< begin imap.response tx=2
< body " UID 7)\r\n* 2 FETCH (BODY[TEXT] {6}\r\n"
< end complete
< begin imap.message tx=3 length=6
< body "text\r\n"
< end complete
< begin imap.response tx=3
< body " ENVELOPE (\"date\" {4}\r\nabcd NIL))\r\n* 3 FETCH (BODY[HEADER] {0}\r\n)\r\na2 OK done\r\n"
< end complete
> end complete
> begin imap.command tx=1
> body "a3 LOGOUT\r\n"
> end complete
