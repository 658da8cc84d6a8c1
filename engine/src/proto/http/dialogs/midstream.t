# Picked up in the middle of a response: its rest is scanned, then the place is found.
<<<
"phone":"13800138000"}
]}HTTP/1.1 200 OK
Content-Length: 2

ok\
>>>
GET /a HTTP/1.1
Host: a.example

<<<
HTTP/1.1 200 OK
Content-Length: 1

a\
===
< begin http.response tx=0
> transport http none
< body "\"phone\":\"13800138000\"}\r\n]}"
< end cut
< anomaly parser_resync
< anomaly response_without_request
< begin http.response tx=0 status=200 length=2
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
< body "ok"
< end complete
> begin http.request tx=1 GET host=a.example path=/a
> text path Plain "/a"
> text header Headers "Host: a.example\r\n"
> end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET host=a.example path=/a status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "a"
< end complete
