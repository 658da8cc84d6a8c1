# Trailers of a request and a response.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00001b01040000000183864482613f41871ae5f23a6ba0bf40854d833505b384f2b22da7  # HEADERS 1
000003000000000001616263  # DATA 1
0000090105000000014084f2b22da78208bf  # HEADERS 1, trailers
<<< hex
000006040000000000000300000064  # SETTINGS
00000101040000000188  # HEADERS 1
000003000000000001646566  # DATA 1
0000090105000000014084f2b22da78265af  # HEADERS 1, trailers
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/t
> text path Plain "/t"
> text header Headers "host: a.example\r\ntrailer: x-sum\r\n"
> body "abc"
> text trailer Headers "x-sum: 12\r\n"
> end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/t status=200
< body "def"
< text trailer Headers "x-sum: 34\r\n"
< end complete
