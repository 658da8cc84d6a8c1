>>>
GET /a HTTP/1.0

<<<
HTTP/1.0 200 OK

begin\
<>< 1000
<<<
end\
===
> begin http.request tx=0 GET path=/a
> transport http none
> text path Plain "/a"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/a status=200
< text header Headers "HTTP/1.0 200 OK\r\n"
< body "begin"
< body_gap 1000
< body "end"
< end cut
