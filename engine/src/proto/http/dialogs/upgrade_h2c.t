# The client's preface waits until the response says what it is.
>>>
GET /h2c HTTP/1.1
Host: a.example
Connection: Upgrade, HTTP2-Settings
Upgrade: h2c
HTTP2-Settings: AAMAAABkAAQAAP__

PRI * HTTP/2.0

SM

<<<
HTTP/1.1 101 Switching Protocols
Connection: Upgrade
Upgrade: h2c

\0\0\0\x04\
===
> begin http.request tx=0 GET host=a.example path=/h2c
> transport http none
> text path Plain "/h2c"
> text header Headers "Host: a.example\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
> end complete
< begin http.response tx=0 GET host=a.example path=/h2c status=101
< text header Headers "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
< end complete
< handover
