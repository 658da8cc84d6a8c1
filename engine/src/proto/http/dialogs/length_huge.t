>>>
POST /a HTTP/1.1
Content-Length: 99999999999999999999999

abc\
===
> begin http.request tx=0 POST path=/a
> transport http none
> anomaly length_conflict content-length is not a number
> text path Plain "/a"
> text header Headers "Content-Length: 99999999999999999999999\r\n"
> end complete
> anomaly length_conflict bytes after the end of a message
> begin http.request tx=0 POST path=/a
> body "abc"
> end cut
