# Behind COMPRESS both directions are closed.
<<<
* OK IMAP4 ready
>>>
a1 COMPRESS DEFLATE
<<<
a1 OK begin
\x01\x02
>>>
\x03\x04
===
< begin imap.response tx=0
< body "* OK IMAP4 ready\r\na1 OK begin\r\n"
> begin imap.command tx=0
> body "a1 COMPRESS DEFLATE\r\n"
< end complete
> end complete
< bypass undecodable
> bypass undecodable
