# 407 keeps the connection with the proxy; the second try succeeds.
>>>
CONNECT a.example:443 HTTP/1.1
Host: a.example:443

<<<
HTTP/1.1 407 Proxy Authentication Required
Proxy-Authenticate: Basic realm="p"
Content-Length: 3

no\n\
>>>
CONNECT a.example:443 HTTP/1.1
Host: a.example:443
Proxy-Authorization: Basic dTpw

<<<
HTTP/1.1 200 OK

>>>
\x16\x03\x01\
===
> begin http.request tx=0 CONNECT host=a.example:443
> transport http none
> text path Plain "a.example:443"
> text header Headers "Host: a.example:443\r\n"
> end complete
> outcome tx=0 Rejected
< begin http.response tx=0 CONNECT host=a.example:443 status=407 length=3
< text header Headers "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 3\r\n"
< body "no\n"
< end complete
> begin http.request tx=1 CONNECT host=a.example:443
> text path Plain "a.example:443"
> text header Headers "Host: a.example:443\r\n"
> text header:proxy-authorization Plain "u"
> credential basic "u":"p" header:proxy-authorization 95 awaits
> end complete
> outcome tx=1 Accepted
< begin http.response tx=1 CONNECT host=a.example:443 status=200
> transport http none tunnel=http-connect
< text header Headers "HTTP/1.1 200 OK\r\n"
< end complete
< handover
