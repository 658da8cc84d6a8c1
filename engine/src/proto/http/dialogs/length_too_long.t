# Less body than announced: the client has moved on, and so has the server.
>>>
GET /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 500

short\
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
< begin http.response tx=0 GET path=/a status=200 length=500
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n"
< body "short"
> begin http.request tx=1 GET path=/b
> text path Plain "/b"
> end complete
< anomaly length_conflict the next message begins inside the announced body
< end cut
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/b status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "b"
< end complete
