# The second answers a HEAD: the next response stands where its body would begin.
<<<
HTTP/1.1 200 OK
Content-Length: 3

abc\
HTTP/1.1 200 OK
Content-Length: 100

HTTP/1.1 404 Not Found
Content-Length: 2

no\
===
< anomaly response_without_request
< begin http.response tx=0 status=200 length=3
> transport http none
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
< body "abc"
< end complete
< anomaly response_without_request
< begin http.response tx=1 status=200 length=100
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n"
< anomaly length_conflict the next message begins inside the announced body
< end cut
< anomaly response_without_request
< begin http.response tx=2 status=404 length=2
< text header Headers "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n"
< body "no"
< end complete
