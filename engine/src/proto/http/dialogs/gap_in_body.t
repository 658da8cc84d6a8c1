# Inside a body of known length a gap is just a hole.
>>>
GET /a HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 20

12345\
<>< 10
<<<
abcde\
HTTP/1.1 204 No Content

===
> begin http.request tx=0 GET path=/a
> transport http none
> text path Plain "/a"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/a status=200 length=20
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n"
< body "12345"
< body_gap 10
< body "abcde"
< end cut
< anomaly response_without_request
< begin http.response tx=1 status=204
< text header Headers "HTTP/1.1 204 No Content\r\n"
< end complete
