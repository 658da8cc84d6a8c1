# Behind a gap: the target of a request ends as a method does.
>>>
POST /a HTTP/1.1
Content-Length: 4

ab\
><> 9
>>>
xyz
GET HGET HTTP/1.1
Host: a.example

===
> begin http.request tx=0 POST path=/a length=4
> transport http none
> text path Plain "/a"
> text header Headers "Content-Length: 4\r\n"
> body "ab"
> body_gap 2
> end cut
> begin http.request tx=0 POST path=/a
> body "xyz\r\n"
> end cut
> anomaly parser_resync
> begin http.request tx=1 GET host=a.example path=HGET
> text path Plain "HGET"
> text header Headers "Host: a.example\r\n"
> end complete
