# A length that is too short lets a second response stand behind the first: it answers nothing.
>>>
GET /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 2

okHTTP/1.1 200 OK
Content-Length: 4

evil\
===
> begin http.request tx=0 GET path=/a
> transport http none
> text path Plain "/a"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/a status=200 length=2
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
< body "ok"
< end complete
< anomaly response_without_request
< begin http.response tx=1 status=200 length=4
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"
< body "evil"
< end complete
