# The hole ends exactly where the body does.
>>>
POST /a HTTP/1.1
Content-Length: 20

12345\
><> 15
>>>
GET /b HTTP/1.1
Host: a.example

===
> begin http.request tx=0 POST path=/a length=20
> transport http none
> text path Plain "/a"
> text header Headers "Content-Length: 20\r\n"
> body "12345"
> body_gap 15
> end cut
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "Host: a.example\r\n"
> end complete
