# The server does not want to: HTTP goes on.
>>>
GET /ws HTTP/1.1
Upgrade: websocket

<<<
HTTP/1.1 200 OK
Content-Length: 2

no\
>>>
GET /next HTTP/1.1

<<<
HTTP/1.1 404 Not Found
Content-Length: 0

===
> begin http.request tx=0 GET path=/ws
> transport http none
> text path Plain "/ws"
> text header Headers "Upgrade: websocket\r\n"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/ws status=200 length=2
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
< body "no"
< end complete
> begin http.request tx=1 GET path=/next
> text path Plain "/next"
> end complete
> outcome tx=1 Unknown
< begin http.response tx=1 GET path=/next status=404
< text header Headers "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"
< end complete
