# RFC 9112 section 2.2: empty lines before a request are skipped.
>>>


GET /a HTTP/1.1
Host: a.example



POST /b HTTP/1.1
Content-Length: 1

x\
===
> begin http.request tx=0 GET host=a.example path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Host: a.example\r\n"
> end complete
> begin http.request tx=1 POST path=/b length=1
> text path Plain "/b"
> text header Headers "Content-Length: 1\r\n"
> body "x"
> end complete
