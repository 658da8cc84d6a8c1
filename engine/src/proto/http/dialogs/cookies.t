# Session cookies are logins; other cookies, short values and web tokens are only text.
>>>
GET / HTTP/1.1
Host: a.example
Cookie: theme=dark; PHPSESSID=0123456789abcdef; sid=short; mail=li@example.cn
Accept: */*
Cookie: crm_session="abcdefgh12345678"; auth_user=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZXN0In0.c2ln

<<<
HTTP/1.1 200 OK
Set-Cookie: JSESSIONID=A1B2C3D4E5F60718; Path=/; HttpOnly
Set-Cookie: lang=zh-CN
Content-Length: 0

===
> begin http.request tx=0 GET host=a.example path=/
> transport http none
> text header Headers "Host: a.example\r\n"
> text cookie Cookies "theme=dark; PHPSESSID=0123456789abcdef; sid=short; mail=li@example.cn"
> credential cookie "PHPSESSID":"0123456789abcdef" header:cookie 60 awaits
> text header Headers "Accept: */*\r\n"
> text cookie Cookies "crm_session=\"abcdefgh12345678\"; auth_user=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZXN0In0.c2ln"
> credential cookie "crm_session":"abcdefgh12345678" header:cookie 60 awaits
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET host=a.example path=/ status=200
< text header Headers "HTTP/1.1 200 OK\r\n"
< text cookie Cookies "JSESSIONID=A1B2C3D4E5F60718; Path=/; HttpOnly"
< credential cookie "JSESSIONID":"A1B2C3D4E5F60718" header:set-cookie 60
< text cookie Cookies "lang=zh-CN"
< text header Headers "Content-Length: 0\r\n"
< end complete
