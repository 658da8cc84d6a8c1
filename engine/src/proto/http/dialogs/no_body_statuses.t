# 204 and 304 have no body, whatever their fields say.
>>>
DELETE /1 HTTP/1.1

GET /2 HTTP/1.1

GET /3 HTTP/1.1

<<<
HTTP/1.1 204 No Content
Content-Length: 5

HTTP/1.1 304 Not Modified
Content-Length: 1234

HTTP/1.1 200 OK
Content-Length: 1

3\
===
> begin http.request tx=0 DELETE path=/1
> transport http none
> text path Plain "/1"
> end complete
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> end complete
> begin http.request tx=2 GET path=/3
> text path Plain "/3"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 DELETE path=/1 status=204
< text header Headers "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n"
< end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/2 status=304
< text header Headers "HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\n"
< end complete
> outcome tx=2 Accepted
< begin http.response tx=2 GET path=/3 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "3"
< end complete
