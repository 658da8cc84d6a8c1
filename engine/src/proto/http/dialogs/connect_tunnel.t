>>>
CONNECT mail.example.net:25 HTTP/1.1
Host: mail.example.net:25
Proxy-Authorization: Basic dXNlcjpwYTpzcw==

<<<
HTTP/1.0 200 Connection established
Proxy-Agent: p

220 mail ESMTP
>>>
EHLO a

===
> begin http.request tx=0 CONNECT host=mail.example.net:25
> transport http none
> text path Plain "mail.example.net:25"
> text header Headers "Host: mail.example.net:25\r\n"
> text header:proxy-authorization Plain "user"
> credential basic "user":"pa:ss" header:proxy-authorization 95 awaits
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 CONNECT host=mail.example.net:25 status=200
> transport http none tunnel=http-connect
< text header Headers "HTTP/1.0 200 Connection established\r\nProxy-Agent: p\r\n"
< end complete
< handover
