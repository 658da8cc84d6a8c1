# Request smuggling, CL.TE: chunked wins and the contradiction is said.
>>>
POST / HTTP/1.1
Host: a.example
Content-Length: 6
Transfer-Encoding: chunked

0

GET /admin HTTP/1.1
Host: a.example

===
> begin http.request tx=0 POST host=a.example path=/
> transport http none
> anomaly length_conflict content-length beside transfer-encoding
> text header Headers "Host: a.example\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n"
> end complete
> begin http.request tx=1 GET host=a.example path=/admin
> text path Plain "/admin"
> text header Headers "Host: a.example\r\n"
> end complete
