# `+5` is no length: the request has no body, what follows is out of place.
>>>
POST /a HTTP/1.1
Content-Length: +5

hello\
GET /b HTTP/1.1
Host: a.example

===
> begin http.request tx=0 POST path=/a
> transport http none
> anomaly length_conflict content-length is not a number
> text path Plain "/a"
> text header Headers "Content-Length: +5\r\n"
> end complete
> anomaly length_conflict bytes after the end of a message
> begin http.request tx=0 POST path=/a
> body "hello"
> end cut
> anomaly parser_resync
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "Host: a.example\r\n"
> end complete
