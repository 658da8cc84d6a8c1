# The capture shows the second response before its request: the third pair is in step again.
>>>
GET /1 HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 0

HTTP/1.1 401 Unauthorized
Content-Length: 0

>>>
GET /2 HTTP/1.1
Authorization: Basic dTpw

GET /3 HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 0

===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/1 status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
< anomaly response_without_request
< begin http.response tx=1 status=401
< text header Headers "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=2 GET path=/2
> text path Plain "/2"
> text header:authorization Plain "u"
> credential basic "u":"p" header:authorization 95 awaits
> outcome tx=2 Rejected
> end complete
> begin http.request tx=3 GET path=/3
> text path Plain "/3"
> end complete
> outcome tx=3 Accepted
< begin http.response tx=3 GET path=/3 status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
