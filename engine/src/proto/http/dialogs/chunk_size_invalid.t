# Not hexadecimal: the body is cut, the rest is scanned as it is until the next request.
>>>
POST /a HTTP/1.1
Transfer-Encoding: chunked

3
abc
0x5
hello
0

POST /b HTTP/1.1
Content-Length: 2

hi\
===
> begin http.request tx=0 POST path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Transfer-Encoding: chunked\r\n"
> body "abc"
> anomaly chunk_invalid size is not hexadecimal
> end cut
> begin http.request tx=0 POST path=/a
> body "0x5\r\nhello\r\n0\r\n\r\n"
> end cut
> anomaly parser_resync
> begin http.request tx=1 POST path=/b length=2
> text path Plain "/b"
> text header Headers "Content-Length: 2\r\n"
> body "hi"
> end complete
