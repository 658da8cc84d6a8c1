>>>
GET /a HTTP/1.1
Host: a.example

GET /b HTTP/1.1
Host: a.example

===
> begin http.request tx=0 GET host=a.example path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Host: a.example\r\n"
> end complete
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "Host: a.example\r\n"
> end complete
