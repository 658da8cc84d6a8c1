# A server that keeps the connection and tells no length: the next response ends the body.
>>>
GET /1 HTTP/1.1

<<<
HTTP/1.1 200 OK

body one\
>>>
GET /2 HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 8

body two\
===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/1 status=200
< text header Headers "HTTP/1.1 200 OK\r\n"
< body "body one"
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> end complete
< anomaly length_conflict the next message begins inside the announced body
< end cut
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/2 status=200 length=8
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n"
< body "body two"
< end complete
