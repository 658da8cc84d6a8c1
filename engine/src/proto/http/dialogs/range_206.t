>>>
GET /backup/customers.csv HTTP/1.1
Range: bytes=100-103

<<<
HTTP/1.1 206 Partial Content
Content-Type: text/csv
Content-Range: bytes 100-103/2000
Content-Length: 4

abcd\
===
> begin http.request tx=0 GET path=/backup/customers.csv
> transport http none
> text path Plain "/backup/customers.csv"
> text header Headers "Range: bytes=100-103\r\n"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/backup/customers.csv status=206
< text header Headers "HTTP/1.1 206 Partial Content\r\nContent-Type: text/csv\r\nContent-Range: bytes 100-103/2000\r\nContent-Length: 4\r\n"
< end complete
< stream 1
< begin http.response.body tx=0 GET path=/backup/customers.csv status=206 type="text/csv" file="customers.csv" from=100
< body "abcd"
< stream 0
< stream 1
< end cut
< stream 0
