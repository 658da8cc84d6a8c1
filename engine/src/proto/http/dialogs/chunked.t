# Chunk extensions (RFC 9112 section 7.1.1), a size with leading zeros, trailers.
>>>
POST /in HTTP/1.1
Host: a.example
Transfer-Encoding: chunked
Content-Type: text/plain

5
hello
0006;note="13800138000"
 world
0
X-Checksum: abc
X-Phone: 13900139000

<<<
HTTP/1.1 200 OK
Transfer-Encoding: chunked

2
ok
0

===
> begin http.request tx=0 POST host=a.example path=/in type="text/plain"
> transport http none
> text path Plain "/in"
> text header Headers "Host: a.example\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n"
> body "hello"
> text chunk-extension Plain "note=\"13800138000\""
> body " world"
> text trailer Headers "X-Checksum: abc\r\nX-Phone: 13900139000\r\n\r\n"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 POST host=a.example path=/in status=200
< text header Headers "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
< body "ok"
< end complete
