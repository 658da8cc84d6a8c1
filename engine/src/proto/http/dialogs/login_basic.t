# The first colon splits; a rejected login, then an accepted one.
>>>
GET /private HTTP/1.1
Host: a.example
Authorization: Basic dGVzdDoxOjM0
Accept: */*

<<<
HTTP/1.1 401 Unauthorized
WWW-Authenticate: Basic realm="x"
Content-Length: 0

>>>
GET /private HTTP/1.1
Authorization: basic   bGlAZXhhbXBsZS5jbjpodW53ZWk

<<<
HTTP/1.1 200 OK
Content-Length: 0

===
> begin http.request tx=0 GET host=a.example path=/private
> transport http none
> text path Plain "/private"
> text header Headers "Host: a.example\r\n"
> text header:authorization Plain "test"
> credential basic "test":"1:34" header:authorization 95 awaits
> text header Headers "Accept: */*\r\n"
> end complete
> outcome tx=0 Rejected
< begin http.response tx=0 GET host=a.example path=/private status=401
< text header Headers "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=1 GET path=/private
> text path Plain "/private"
> text header:authorization Plain "li@example.cn"
> credential basic "li@example.cn":"hunwei" header:authorization 95 awaits
> end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/private status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
