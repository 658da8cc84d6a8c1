>>>
POST /a HTTP/1.1
Transfer-Encoding: chunked

3
abcdef
0

GET /b HTTP/1.1
Host: a.example

===
> begin http.request tx=0 POST path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Transfer-Encoding: chunked\r\n"
> body "abc"
> anomaly chunk_invalid no line end after a chunk
> end cut
> begin http.request tx=0 POST path=/a
> body "def\r\n0\r\n\r\n"
> end cut
> anomaly parser_resync
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "Host: a.example\r\n"
> end complete
