# A whole response is lost: the next one answers the newest request.
>>>
GET /1 HTTP/1.1

<>< 300
>>>
GET /2 HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 1

2\
===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> end complete
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> end complete
< anomaly parser_resync
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/2 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "2"
< end complete
