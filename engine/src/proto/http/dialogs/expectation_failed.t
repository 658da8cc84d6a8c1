# The final answer comes instead of 100, and the client never sends the body it announced.
>>>
POST /up HTTP/1.1
Host: a.example
Expect: 100-continue
Content-Length: 1000

<<<
HTTP/1.1 417 Expectation Failed
Content-Length: 0

>>>
POST /up HTTP/1.1
Host: a.example
Content-Length: 3

abc\
<<<
HTTP/1.1 200 OK
Content-Length: 0

===
> begin http.request tx=0 POST host=a.example path=/up length=1000
> transport http none
> text path Plain "/up"
> text header Headers "Host: a.example\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n"
> outcome tx=0 Unknown
< begin http.response tx=0 POST host=a.example path=/up status=417
< text header Headers "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n"
< end complete
> anomaly length_conflict the next message begins inside the announced body
> end cut
> begin http.request tx=1 POST host=a.example path=/up length=3
> text path Plain "/up"
> text header Headers "Host: a.example\r\nContent-Length: 3\r\n"
> body "abc"
> end complete
> outcome tx=1 Accepted
< begin http.response tx=1 POST host=a.example path=/up status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
