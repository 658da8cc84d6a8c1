# What looks like sizes is none where no other follows: numbers in lines, and a chunk too long to be believed.
<<<
HTTP/1.1 200 OK
Transfer-Encoding: chunked

10
0123\
<>< 20
<<<
mobile
138001
38
5
13900139000
ffff
rest of it, which goes on for longer than the longest of the sizes that it may seem to hold, and a bit\
===
< anomaly response_without_request
< begin http.response tx=0 status=200
> transport http none
< text header Headers "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
< body "0123"
< body_gap 20
< body "mobile\r\n138001\r\n38\r\n5\r\n13900139000\r\nffff\r\nrest of it, which goes on for longer than the longest of the sizes that it may seem to hold, and a bit"
< end cut
