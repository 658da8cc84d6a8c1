# Pieces that follow on one another are one message; one that follows on none is not, and closed if it is an encoded file.
<<<
* OK [CAPABILITY IMAP4rev1] ready
>>>
a1 FETCH 1 (BODYSTRUCTURE)
<<<
* 1 FETCH (BODYSTRUCTURE (("text" "plain" NIL NIL NIL "7BIT" 30 1)("application" "zip" ("name" "a.zip") NIL NIL "BASE64" 40 NIL ("attachment" ("filename" "a.zip")) NIL) "mixed"))
a1 OK done
>>>
a2 FETCH 1 (BODY.PEEK[1]<0.10>)
<<<
* 1 FETCH (UID 7 BODY[1]<0> {10}
mobile 138)
a2 OK done
>>>
a3 UID FETCH 7 (UID BODY.PEEK[1]<10.10>)
<<<
* 1 FETCH (UID 7 BODY[1]<10> {8}
00138000 FLAGS (\\Seen))
a3 OK done
>>>
a4 FETCH 1 (BODY.PEEK[2]<0.8> BODY.PEEK[2]<8.8> BODY.PEEK[2]<20.8>)
<<<
* 1 FETCH (BODY[2]<0> {8}
UEsDBBQA body[2]<8> {8}
AAAIAAAA BODY[2]<20> {8}
AAAAAAAA)
* 2 FETCH (BODY[2]<0> {8}
of other BODY[]<100> {4}
rest)
a4 OK done
>>>
a5 SELECT other
===
< begin imap.response tx=0
< body "* OK [CAPABILITY IMAP4rev1] ready\r\n* 1 F"... 227 bytes #035db112
> transport imap none upgrade=not_offered
> begin imap.command tx=0
> body "a1 FETCH 1 (BODYSTRUCTURE)\r\n"
< end complete
> end complete
> begin imap.command tx=0
> body "a2 FETCH 1 (BODY.PEEK[1]<0.10>)\r\n"
< begin imap.response tx=0
< body "* 1 FETCH (UID 7 BODY[1]<0> {10}\r\n"
< stream 1
< begin imap.message tx=1 type="text/plain"
< body "mobile 138"
< stream 0
< body ")\r\na2 OK done\r\n"
< end complete
> end complete
> begin imap.command tx=0
> body "a3 UID FETCH 7 (UID BODY.PEEK[1]<10.10>)\r\n"
< begin imap.response tx=0
< body "* 1 FETCH (UID 7 BODY[1]<10> {8}\r\n"
< stream 1
< body "00138000"
< stream 0
< body " FLAGS (\\Seen))\r\na3 OK done\r\n"
< end complete
> end complete
> begin imap.command tx=0
> body "a4 FETCH 1 (BODY.PEEK[2]<0.8> BODY.PEEK[2]<8.8> BODY.PEEK[2]<20.8>)\r\n"
< begin imap.response tx=0
< body "* 1 FETCH (BODY[2]<0> {8}\r\n"
< stream 1
< end complete
< stream 0
< stream 1
< begin imap.message tx=2 type="application/zip; name=\"a.zip\"" file="a.zip" codings=[Base64]
< body "UEsDBBQA"
< stream 0
< body " body[2]<8> {8}\r\n"
< stream 1
< body "AAAIAAAA"
< stream 0
< body " BODY[2]<20> {8}\r\n"
< sealed 8 undecodable
< body ")\r\n* 2 FETCH (BODY[2]<0> {8}\r\n"
< stream 1
< end complete
< stream 0
< stream 1
< begin imap.message tx=4
< body "of other"
< stream 0
< body " BODY[]<100> {4}\r\n"
< end complete
< begin imap.message tx=5
< body "rest"
< end complete
< begin imap.response tx=5
< body ")\r\na4 OK done\r\n"
< end complete
> end complete
< stream 1
< end complete
< stream 0
> begin imap.command tx=0
> body "a5 SELECT other\r\n"
> end complete
