# Bare LF line ends in the head and between chunks.
>>>
POST /a HTTP/1.1\nHost: a.example\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\nGET /b HTTP/1.1\nHost: a.example\n\n\
===
> begin http.request tx=0 POST host=a.example path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Host: a.example\nTransfer-Encoding: chunked\n"
> body "abc"
> end complete
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "Host: a.example\n"
> end complete
