>>>
GET / HTTP/1.1

<<<
HTTP/1.1 302 Found
Location: ftp://bob:hunter2@files.example.com/x
Content-Length: 0

===
> begin http.request tx=0 GET path=/
> transport http none
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/ status=302
< text header Headers "HTTP/1.1 302 Found\r\nLocation: ftp://bob:hunter2@files.example.com/x\r\nContent-Length: 0\r\n"
< credential basic "bob":"hunter2" header:location 90
< end complete
