# 101: both directions are another protocol from here on.
>>>
GET /ws HTTP/1.1
Host: a.example
Connection: Upgrade
Upgrade: websocket

<<<
HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade

\x81\x05hello\
>>>
\x81\x85\x01\x02\x03\x04iggmn\
===
> begin http.request tx=0 GET host=a.example path=/ws
> transport http none
> text path Plain "/ws"
> text header Headers "Host: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
> end complete
< begin http.response tx=0 GET host=a.example path=/ws status=101
> outcome tx=0 Accepted
< text header Headers "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
< end complete
< handover
