# Three requests at once: responses pair in order, HEAD has no body despite its length.
>>>
GET /1 HTTP/1.1
Host: a.example

HEAD /2 HTTP/1.1
Host: a.example

POST /3 HTTP/1.1
Host: a.example
Content-Length: 3

abc\
<<<
HTTP/1.1 200 OK
Content-Length: 3

one\
HTTP/1.1 200 OK
Content-Length: 999

HTTP/1.1 201 Created
Content-Length: 5

three\
===
> begin http.request tx=0 GET host=a.example path=/1
> transport http none
> text path Plain "/1"
> text header Headers "Host: a.example\r\n"
> end complete
> begin http.request tx=1 HEAD host=a.example path=/2
> text path Plain "/2"
> text header Headers "Host: a.example\r\n"
> end complete
> begin http.request tx=2 POST host=a.example path=/3 length=3
> text path Plain "/3"
> text header Headers "Host: a.example\r\nContent-Length: 3\r\n"
> body "abc"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET host=a.example path=/1 status=200 length=3
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
< body "one"
< end complete
> outcome tx=1 Accepted
< begin http.response tx=1 HEAD host=a.example path=/2 status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n"
< end complete
> outcome tx=2 Accepted
< begin http.response tx=2 POST host=a.example path=/3 status=201 length=5
< text header Headers "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n"
< body "three"
< end complete
