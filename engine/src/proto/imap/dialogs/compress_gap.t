# Nor can one of which bytes are missing.
<<<
* OK IMAP4 ready
>>>
a1 COMPRESS DEFLATE
<<< hex
6131204f4b20626567696e0d0ad2523054708df00c0e09e6e502000000ffff
<>< 30
<<< hex
4a3452f0f7e6e502000000ffff
>>> hex
4a3452f0f3f70fe0e502000000ffff

===
< begin imap.response tx=0
< body "* OK IMAP4 ready\r\na1 OK begin\r\n"
> begin imap.command tx=0
> body "a1 COMPRESS DEFLATE\r\n"
< end complete
> end complete
< begin imap.response tx=0
< derived "* 1 EXISTS\r\n"
< end complete
< bypass undecodable
> begin imap.command tx=0
> derived "a2 NOOP\r\n"
> end complete
