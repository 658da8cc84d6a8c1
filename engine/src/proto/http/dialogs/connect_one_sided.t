# The answer is never seen: what is not answered in time is the tunnel.
>>>
CONNECT a.example:443 HTTP/1.1
Host: a.example:443

\x16\x03\x01\{5000*z}\
===
> begin http.request tx=0 CONNECT host=a.example:443
> transport http none
> text path Plain "a.example:443"
> text header Headers "Host: a.example:443\r\n"
> end complete
> handover
