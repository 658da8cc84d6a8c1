>>>
POST /a HTTP/1.1
Transfer-Encoding: chunked

fffffffffffffffff
abc

===
> begin http.request tx=0 POST path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Transfer-Encoding: chunked\r\n"
> anomaly chunk_invalid size is not hexadecimal
> end cut
> begin http.request tx=0 POST path=/a
> body "fffffffffffffffff\r\nabc\r\n\r\n"
> end cut
