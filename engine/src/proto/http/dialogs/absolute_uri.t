# Absolute form with a login in it; the authority overrides Host.
>>>
GET http://li%40a:p%3Aw@files.example.com:8080/dir/a.pdf?x=1&y=2 HTTP/1.1
Host: proxy.example

<<<
HTTP/1.1 200 OK
Content-Length: 1

x\
>>>
OPTIONS * HTTP/1.1
Host: a.example

===
> begin http.request tx=0 GET host=files.example.com:8080 path=/dir/a.pdf
> transport http none
> text path Plain "files.example.com:8080/dir/a.pdf"
> text query UrlEncoded "x=1&y=2"
> credential basic "li@a":"p:w" path 90 awaits
> text header Headers "Host: proxy.example\r\n"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET host=files.example.com:8080 path=/dir/a.pdf status=200 file="a.pdf" length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "x"
< end complete
> begin http.request tx=1 OPTIONS host=a.example path=*
> text header Headers "Host: a.example\r\n"
> end complete
