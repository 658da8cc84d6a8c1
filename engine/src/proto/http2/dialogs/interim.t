# Interim responses come before the final one.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
0000300104000000018386448262df41871ae5f23a6ba0bf63880800b10f524d55a55795ba34188a478a8f63df5f0274  # HEADERS 1
ba1e7d36f58d9c907f
<<< hex
000006040000000000000300000064  # SETTINGS
00000401040000000148820801  # HEADERS 1
00000e010400000001488208196d88fff8c0d72211ff7f  # HEADERS 1
>>> hex
000004000100000001626f6479  # DATA 1
<<< hex
00000101050000000188  # HEADERS 1
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/u
> text path Plain "/u"
> text header Headers "host: a.example\r\nexpect: 100-continue\r\n"
> text header:authorization Plain "lisi"
> credential basic "lisi":"Tr0ub4dor" header:authorization 95 awaits
< stream 1
< begin http.response tx=0 POST host=a.example path=/u status=100
< end complete
< begin http.response tx=0 POST host=a.example path=/u status=103
< text header Headers "link: </a.css>\r\n"
< end complete
> body "body"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 POST host=a.example path=/u status=200
< end complete
