# Two requests fit; the responses to the others are read, unpaired but not called missing.
@limit pipeline_depth 2
>>>
GET /1 HTTP/1.1

GET /2 HTTP/1.1

GET /3 HTTP/1.1

GET /4 HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 1

1\
HTTP/1.1 200 OK
Content-Length: 1

2\
HTTP/1.1 200 OK
Content-Length: 1

3\
HTTP/1.1 200 OK
Content-Length: 1

4\
>>>
GET /5 HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 1

5\
===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> end complete
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> end complete
> begin http.request tx=2 GET path=/3
> text path Plain "/3"
> anomaly pipeline_limit
> end complete
> begin http.request tx=3 GET path=/4
> text path Plain "/4"
> anomaly pipeline_limit
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/1 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "1"
< end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/2 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "2"
< end complete
< begin http.response tx=4 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "3"
< end complete
< begin http.response tx=5 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "4"
< end complete
> begin http.request tx=6 GET path=/5
> text path Plain "/5"
> end complete
> outcome tx=6 Accepted
< begin http.response tx=6 GET path=/5 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "5"
< end complete
