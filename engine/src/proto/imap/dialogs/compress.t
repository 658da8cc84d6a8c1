# Behind COMPRESS each direction is one stream of DEFLATE, and the dialogue goes on in it.
<<<
* OK IMAP4 ready
>>>
a1 COMPRESS DEFLATE
<<< hex
6131204f4b20626567696e0d0ad2523054708df00c0e09e6e502000000ffff
>>> hex
4a345270730d71f6503054d070f27789d40b7075f58e8ed5e4e502000000ffff
<<< hex
4cc7b90ac2401845e1fec27d8729554466c9642495b804c12285362216314ea164118d2088efae58fdcde17ca3dfe7ab
dd62ad06f362b93f1cd5dbf8f021f27bd764aa9cc557d9dcea38a95a62fb3c5d63d567aabe3c7a82d063e3a65affa309
2368082b680927e888443021bca02752c1940882811812a555c5469dbb36125f000000ffff
>>> hex
4a3456f0f177f7f453c8c95450722c2d29cdcdd33557e2e502000000ffff
<<< hex
4a3406b17df2d3d353531432f340beca48cc495348043a342f15000000ffff

===
< begin imap.response tx=0
< body "* OK IMAP4 ready\r\na1 OK begin\r\n"
> begin imap.command tx=0
> body "a1 COMPRESS DEFLATE\r\n"
< end complete
> end complete
< begin imap.response tx=0
< derived "* 1 EXISTS\r\n* 1 FETCH (BODY[] {157}\r\n"
> begin imap.command tx=0
> derived "a2 FETCH 1 (BODY.PEEK[])\r\n"
< end complete
< begin imap.message tx=1 type="message/rfc822" length=157
< derived "From: a@example.cn\r\nSubject: list\r\n\r\n"
< mail from=a@example.cn subject=list
< derived "0,13800138000\r\n1,13800138001\r\n2,13800138002\r\n3,13800138003\r\n4,13800138004\r\n5,13800138005\r\n6,13800138006\r\n7,13800138007\r\n"
< end complete
< begin imap.response tx=1
< derived ")\r\na2 OK done\r\n"
< end complete
> end complete
> begin imap.command tx=2
> text auth Plain "li"
> credential login "li":"Autumn-7" auth 95 awaits
< begin imap.response tx=1
< derived "a3 OK Logged in\r\n"
< end complete
> outcome tx=2 Accepted
> end complete
< begin imap.response tx=1
< derived "* half a line"
< end complete
