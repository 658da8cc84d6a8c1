# A target with a blank in it, blanks after the version.
>>>
GET /a b.txt?q=1 2 HTTP/1.1   
Host: a.example

GET  HTTP/1.1
Host: a.example

===
> begin http.request tx=0 GET host=a.example path=/a b.txt
> transport http none
> text path Plain "/a b.txt"
> text query UrlEncoded "q=1 2"
> text header Headers "Host: a.example\r\n"
> end complete
> anomaly length_conflict bytes after the end of a message
> begin http.request tx=0 GET host=a.example path=/a b.txt
> body "GET  HTTP/1.1\r\nHost: a.example\r\n\r\n"
> end cut
