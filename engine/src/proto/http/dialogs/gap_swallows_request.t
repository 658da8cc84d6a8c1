>>>
GET /1 HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 1

1\
><> 50
<<<
HTTP/1.1 200 OK
Content-Length: 1

2\
>>>
GET /3 HTTP/1.1
Host: a.example

<<<
HTTP/1.1 200 OK
Content-Length: 1

3\
===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/1 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "1"
< end complete
< anomaly response_without_request
< begin http.response tx=1 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "2"
< end complete
> anomaly parser_resync
> begin http.request tx=2 GET host=a.example path=/3
> text path Plain "/3"
> text header Headers "Host: a.example\r\n"
> end complete
> outcome tx=2 Accepted
< begin http.response tx=2 GET host=a.example path=/3 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "3"
< end complete
