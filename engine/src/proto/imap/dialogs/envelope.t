# Structures and envelopes are told, then a part is fetched by its number, and one of a mail that is not known.
<<<
* OK ready
>>>
a1 FETCH 1 (ENVELOPE BODYSTRUCTURE)
<<<
* 1 FETCH (ENVELOPE ("1 Jan" "Hi" (("Li" NIL "li" "a.example")) (("Li" NIL "li" "a.example")) NIL ((NIL NIL "b" "c.example")) NIL NIL NIL "<221@crm.example>") BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "8bit" 2 1)("text" "csv" NIL NIL NIL "base64" 8 1 NIL ("attachment" ("filename*" "utf-8''%E5%AE%A2.csv")) NIL) "mixed"))
a1 OK done
>>>
a2 FETCH 1:2 BODY.PEEK[2]
<<<
* 1 FETCH (BODY[2] {8}
YSxiCmM= UID 3)
* 2 FETCH (BODY[2] {4}
YSxi)
* 1 FETCH (ENVELOPE ("1 Jan" {2}
Hi NIL NIL NIL NIL NIL NIL NIL NIL))
* 1 EXPUNGE
a2 OK done
>>>
a3 FETCH 1 BODY[2]
<<<
* 1 FETCH (BODY[2] {4}
YSxi)
a3 OK done
===
< begin imap.response tx=0
< body "* OK ready\r\n* 1 FETCH ("
> begin imap.command tx=0
> body "a1 FETCH 1 (ENVELOPE BODYSTRUCTURE)\r\n"
< text envelope Headers "Date: 1 Jan\r\nSubject: Hi\r\nFrom: Li <li@a.example>\r\nTo: <b@c.example>\r\nMessage-ID: <221@crm.example>\r\n"
< body " BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"8bit\" 2 1)(\"text\" \"csv\" NIL NIL NIL \"base64\" 8 1 NIL (\"attachment\" (\"filename*\" \"utf-8\'\'%E5%AE%A2.csv\")) NIL) \"mixed\"))\r\na1 OK done\r\n"
< end complete
> end complete
> begin imap.command tx=0
> body "a2 FETCH 1:2 BODY.PEEK[2]\r\n"
< begin imap.response tx=0
< body "* 1 FETCH (BODY[2] {8}\r\n"
< end complete
< begin imap.message tx=1 type="text/csv" file="客.csv" codings=[Base64] length=8
< body "YSxiCmM="
< end complete
< begin imap.response tx=1
< body " UID 3)\r\n* 2 FETCH (BODY[2] {4}\r\n"
< end complete
< begin imap.message tx=2 length=4
< body "YSxi"
< end complete
< begin imap.response tx=2
< body ")\r\n* 1 FETCH (ENVELOPE (\"1 Jan\" {2}\r\nHi NIL NIL NIL NIL NIL NIL NIL NIL))\r\n* 1 EXPUNGE\r\na2 OK done\r\n"
< end complete
> end complete
> begin imap.command tx=0
> body "a3 FETCH 1 BODY[2]\r\n"
< begin imap.response tx=2
< body "* 1 FETCH (BODY[2] {4}\r\n"
< end complete
< begin imap.message tx=3 length=4
< body "YSxi"
< end complete
< begin imap.response tx=3
< body ")\r\na3 OK done\r\n"
< end complete
> end complete
