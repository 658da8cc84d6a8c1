# A login that failed is sent back with a redirection that says so.
>>>
POST /login HTTP/1.1
Content-Length: 0

<<<
HTTP/1.1 302 Found
Location: /login?error
Content-Length: 0

===
> begin http.request tx=0 POST path=/login
> transport http none
> text path Plain "/login"
> text header Headers "Content-Length: 0\r\n"
> end complete
> outcome tx=0 Rejected
< begin http.response tx=0 POST path=/login status=302
< text header Headers "HTTP/1.1 302 Found\r\nLocation: /login?error\r\nContent-Length: 0\r\n"
< end complete
