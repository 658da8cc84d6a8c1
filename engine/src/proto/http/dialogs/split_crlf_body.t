# A body that looks like the next request is still a body.
>>>
POST /a HTTP/1.1
Content-Length: 40

GET /inner HTTP/1.1
Host: a.example

\0\
GET /b HTTP/1.1

===
> begin http.request tx=0 POST path=/a length=40
> transport http none
> text path Plain "/a"
> text header Headers "Content-Length: 40\r\n"
> body "GET /inner HTTP/1.1\r\nHost: a.example\r\n\r\n"
> end complete
> anomaly length_conflict bytes after the end of a message
> begin http.request tx=0 POST path=/a
> body "\u{0}"
> end cut
> anomaly parser_resync
> begin http.request tx=1 GET path=/b
> text path Plain "/b"
> end complete
