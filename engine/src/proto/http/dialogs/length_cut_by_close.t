>>>
GET /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 500

short\
<<|
===
> begin http.request tx=0 GET path=/a
> transport http none
> text path Plain "/a"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/a status=200 length=500
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n"
< body "short"
< anomaly length_conflict closed before the announced end of the body
< end cut
