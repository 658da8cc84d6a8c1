# A body where none is allowed.
>>>
HEAD /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 5

hello\
===
> begin http.request tx=0 HEAD path=/a
> transport http none
> text path Plain "/a"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 HEAD path=/a status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
< end complete
< anomaly length_conflict bytes after the end of a message
< begin http.response tx=0 HEAD path=/a status=200
< body "hello"
< end cut
