# A hole while the answer to CONNECT is awaited changes nothing.
>>>
CONNECT a.example:25 / HTTP/1.0
Host: a.example

EHLO\
><> 20
<<<
HTTP/1.0 200 OK

220 mail\
===
> begin http.request tx=0 CONNECT host=a.example:25
> transport http none
> text path Plain "a.example:25 /"
> text header Headers "Host: a.example\r\n"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 CONNECT host=a.example:25 status=200
> transport http none tunnel=http-connect
< text header Headers "HTTP/1.0 200 OK\r\n"
< end complete
< handover
