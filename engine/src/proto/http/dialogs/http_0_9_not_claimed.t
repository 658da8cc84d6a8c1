# A line without a version is no request: it is scanned as it is.
>>>
GET /old
GET /new HTTP/1.0
Host: a.example

===
> begin http.request tx=0
> transport http none
> body "GET /old\r\n"
> end cut
> anomaly parser_resync
> begin http.request tx=0 GET host=a.example path=/new
> text path Plain "/new"
> text header Headers "Host: a.example\r\n"
> end complete
