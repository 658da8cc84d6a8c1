# After a hole, text that only mentions start lines does not resynchronise.
>>>
GET /log HTTP/1.1

<<<
HTTP/1.1 200 OK
Transfer-Encoding: chunked

\
<>< 50
<<<
192.0.2.1 "GET / HTTP/1.1" 200 5
curl: HTTP/1.1 200 OK
then text, no header
HTTP/1.1 2xx
HTTP/1.1 200 OK
Content-Length: 1

x\
===
> begin http.request tx=0 GET path=/log
> transport http none
> text path Plain "/log"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/log status=200
< text header Headers "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
< body_gap 50
< body "192.0.2.1 \"GET / HTTP/1.1\" 200 5\r\ncurl: HTTP/1.1 200 OK\r\nthen text, no header\r\nHTTP/1.1 2xx\r\n"
< end cut
< anomaly parser_resync
< anomaly response_without_request
< begin http.response tx=1 status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "x"
< end complete
