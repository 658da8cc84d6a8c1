# What was shown of the head is gone with the gap.
>>>
GET /a HTTP/1.1
Host: a.exa\
><> 30
>>>
le
X: y

GET /b HTTP/1.1
Host: a.example

===
> begin http.request tx=0
> transport http none
> body "le\r\nX: y\r\n\r\n"
> end cut
> anomaly parser_resync
> begin http.request tx=0 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "Host: a.example\r\n"
> end complete
