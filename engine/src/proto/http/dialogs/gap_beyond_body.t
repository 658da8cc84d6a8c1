# The hole goes past the body: wait for the next request; its answer is the newest one's.
>>>
POST /a HTTP/1.1
Content-Length: 20

12345\
><> 100
>>>
rest of something GET /no HTTP/9
{"id":1}PUT /b HTTP/1.1
Content-Length: 2

ok\
===
> begin http.request tx=0 POST path=/a length=20
> transport http none
> text path Plain "/a"
> text header Headers "Content-Length: 20\r\n"
> body "12345"
> body_gap 15
> end cut
> begin http.request tx=0 POST path=/a
> body "rest of something GET /no HTTP/9\r\n{\"id\":1}"
> end cut
> anomaly parser_resync
> begin http.request tx=1 PUT path=/b length=2
> text path Plain "/b"
> text header Headers "Content-Length: 2\r\n"
> body "ok"
> end complete
