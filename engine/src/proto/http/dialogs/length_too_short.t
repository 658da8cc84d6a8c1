# More body than announced: the rest is scanned as it is until the next response.
>>>
GET /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 5

hello, 13800138000 and more\
>>>
GET /b HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 1

b\
===
> begin http.request tx=0 GET path=/a
> transport http none
> text path Plain "/a"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/a status=200 length=5
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
< body "hello"
< end complete
< anomaly length_conflict bytes after the end of a message
< begin http.response tx=0 GET path=/a status=200
< body ", 13800138000 and more"
> begin http.request tx=1 GET path=/b
> text path Plain "/b"
> end complete
< end cut
< anomaly parser_resync
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/b status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "b"
< end complete
