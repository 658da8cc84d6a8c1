>>>
POST /a HTTP/1.1
Transfer-Encoding: chunked

10
abc\
===
> begin http.request tx=0 POST path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Transfer-Encoding: chunked\r\n"
> body "abc"
> end cut
