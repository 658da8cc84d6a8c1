# Logins by the answer that their stream gets, whatever the order.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
0000260105000000018286448263cf41871ae5f23a6ba0bf5795ba34188a478a8f63df5f0274ba1e7d36f58d9c907f  # HEADERS 1
00001a0105000000038286448263d7c05791ba34188a482c36fefbad9252fdbfbe81e7  # HEADERS 3
<<< hex
000006040000000000000300000064  # SETTINGS
00000401050000000348826801  # HEADERS 3
00000101050000000189  # HEADERS 1
===
> transport http2 none
> stream 1
> begin http.request tx=0 GET host=a.example path=/x
> text path Plain "/x"
> text header Headers "host: a.example\r\n"
> text header:authorization Plain "lisi"
> credential basic "lisi":"Tr0ub4dor" header:authorization 95 awaits
> end complete
> stream 3
> begin http.request tx=1 GET host=a.example path=/y
> text path Plain "/y"
> text header Headers "host: a.example\r\n"
> text header:authorization Plain "wang"
> credential basic "wang":"wrong-1" header:authorization 95 awaits
> end complete
> outcome tx=1 Rejected
< stream 3
< begin http.response tx=1 GET host=a.example path=/y status=401
< end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 GET host=a.example path=/x status=204
< end complete
