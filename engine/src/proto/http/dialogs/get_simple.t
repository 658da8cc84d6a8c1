>>>
GET /a/b?name=x HTTP/1.1
Host: crm.example.com
User-Agent: curl/8

<<<
HTTP/1.1 200 OK
Content-Type: text/plain
Content-Length: 5

hello\
===
> begin http.request tx=0 GET host=crm.example.com path=/a/b agent=curl/8
> transport http none
> text path Plain "/a/b"
> text query UrlEncoded "name=x"
> text header Headers "Host: crm.example.com\r\nUser-Agent: curl/8\r\n"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET host=crm.example.com path=/a/b agent=curl/8 status=200 type="text/plain" length=5
< text header Headers "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
< body "hello"
< end complete
