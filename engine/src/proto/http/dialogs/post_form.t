# A form with its length, then another request on the same connection.
>>>
POST /login HTTP/1.1
Host: crm.example.com
Content-Type: application/x-www-form-urlencoded
Content-Length: 23

user=li&password=secret\
<<<
HTTP/1.1 302 Found
Location: /home
Content-Length: 0

>>>
GET /home HTTP/1.1
Host: crm.example.com

<<<
HTTP/1.1 200 OK
Content-Length: 2

ok\
===
> begin http.request tx=0 POST host=crm.example.com path=/login type="application/x-www-form-urlencoded" length=23
> transport http none
> text path Plain "/login"
> text header Headers "Host: crm.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 23\r\n"
> body "user=li&password=secret"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 POST host=crm.example.com path=/login status=302
< text header Headers "HTTP/1.1 302 Found\r\nLocation: /home\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=1 GET host=crm.example.com path=/home
> text path Plain "/home"
> text header Headers "Host: crm.example.com\r\n"
> end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET host=crm.example.com path=/home status=200 length=2
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
< body "ok"
< end complete
