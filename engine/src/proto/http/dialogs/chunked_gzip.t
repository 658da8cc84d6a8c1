# Content codings in order, transfer codings after them, chunked taken off.
>>>
GET /x HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Encoding: br, X-GZIP
Transfer-Encoding: deflate, chunked

3
abc
0

===
> begin http.request tx=0 GET path=/x
> transport http none
> text path Plain "/x"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/x status=200 codings=[Br, Gzip, Deflate]
< text header Headers "HTTP/1.1 200 OK\r\nContent-Encoding: br, X-GZIP\r\nTransfer-Encoding: deflate, chunked\r\n"
< body "abc"
< end complete
