# Content-Length is not what came; to HEAD nothing comes.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00001201040000000183864482607f41871ae5f23a6ba0bf5c816f  # HEADERS 1
000003000100000001616263  # DATA 1
0000090105000000034284c7821bff86c1c0  # HEADERS 3
<<< hex
000006040000000000000300000064  # SETTINGS
000004010500000003885c817f  # HEADERS 3
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/a length=5
> text path Plain "/a"
> text header Headers "host: a.example\r\ncontent-length: 5\r\n"
> body "abc"
> anomaly length_conflict content-length is not the length of the body
> end complete
> stream 3
> begin http.request tx=1 HEAD host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\n"
> end complete
> outcome tx=1 Accepted
< stream 3
< begin http.response tx=1 HEAD host=a.example path=/a status=200
< text header Headers "content-length: 9\r\n"
< end complete
