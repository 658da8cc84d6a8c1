# A hole between two messages: the next start line stands right behind it.
>>>
GET /a HTTP/1.1
Host: a.example

><> 64
>>>
POST /c HTTP/1.1
Content-Length: 3

abc\
===
> begin http.request tx=0 GET host=a.example path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Host: a.example\r\n"
> end complete
> anomaly parser_resync
> begin http.request tx=1 POST path=/c length=3
> text path Plain "/c"
> text header Headers "Content-Length: 3\r\n"
> body "abc"
> end complete
