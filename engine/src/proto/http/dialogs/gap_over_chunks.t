# The size of a chunk is lost: the next one that another follows is found.
>>>
GET /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Transfer-Encoding: chunked

10
0123\
<>< 20
<<<
cdef
3
xyz
0

>>>
GET /b HTTP/1.1
Host: a.example

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
< begin http.response tx=0 GET path=/a status=200
< text header Headers "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
< body "0123"
< body_gap 20
< body "cdefxyz"
< end cut
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "Host: a.example\r\n"
> end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET host=a.example path=/b status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "b"
< end complete
