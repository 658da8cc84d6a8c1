# The originator of the capture is the server.
>>>
HTTP/1.1 200 OK
Content-Length: 2

ok\
<<<
GET /a HTTP/1.1
Host: a.example

>>>
HTTP/1.1 403 Forbidden
Content-Length: 0

===
> anomaly response_without_request
> begin http.response tx=0 status=200 length=2
> transport http none
> text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
> body "ok"
> end complete
< begin http.request tx=1 GET host=a.example path=/a
< text path Plain "/a"
< text header Headers "Host: a.example\r\n"
< end complete
< outcome tx=1 Rejected
> begin http.response tx=1 GET host=a.example path=/a status=403
> text header Headers "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n"
> end complete
