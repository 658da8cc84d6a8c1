>>>
GET /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Transfer-Encoding: chunked

10
0123\
<>< 8
<<<
cdef
3
xyz
0

HTTP/1.1 204 No Content

===
> begin http.request tx=0 GET path=/a
> transport http none
> text path Plain "/a"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/a status=200
< text header Headers "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
< body "0123"
< body_gap 8
< body "cdefxyz"
< end cut
< anomaly response_without_request
< begin http.response tx=1 status=204
< text header Headers "HTTP/1.1 204 No Content\r\n"
< end complete
