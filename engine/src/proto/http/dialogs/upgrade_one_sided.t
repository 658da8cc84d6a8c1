# The answer is never seen: what is no request and goes on is the other protocol.
>>>
GET /ws HTTP/1.1
Upgrade: websocket

\x81\x85\x01\x02\x03\x04\{5000*z}\
===
> begin http.request tx=0 GET path=/ws
> transport http none
> text path Plain "/ws"
> text header Headers "Upgrade: websocket\r\n"
> end complete
> handover
