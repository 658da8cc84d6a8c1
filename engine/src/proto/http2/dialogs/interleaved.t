# Two uploads and their answers in turns: each message is put together apart. DATA is padded, one is empty.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00001d0104000000018386448360f51741871ae5f23a6ba0bf5f8b1d75d0620d263d4c7441ea  # HEADERS 1
0000170104000000034283d7c37f864486613e0eb911dfc15f86497ca58223bf  # HEADERS 3
00000e0000000000017b226d6f62696c65223a22313338  # DATA 1
00000d00080000000305612c620d0a312c0000000000  # DATA 3, padded
00000a0001000000013030313338303030227d  # DATA 1
000003000000000003320d0a  # DATA 3
000003000900000003020000  # DATA 3, only padding
<<< hex
000006040000000000000300000064  # SETTINGS
00000401050000000348821003  # HEADERS 3
000006010400000001885a839bd9ab  # HEADERS 1
0000030000000000011f8b08  # DATA 1
00000f000100000001000000000000000000000000000000  # DATA 1
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/one type="application/json"
> text path Plain "/one"
> text header Headers "host: a.example\r\ncontent-type: application/json\r\n"
> stream 3
> begin http.request tx=1 PUT host=a.example path=/two.csv type="text/csv" file="two.csv"
> text path Plain "/two.csv"
> text header Headers "host: a.example\r\ncontent-type: text/csv\r\n"
> stream 1
> body "{\"mobile\":\"138"
> stream 3
> body "a,b\r\n1,"
> stream 1
> body "00138000\"}"
> end complete
> stream 3
> body "2\r\n"
> end complete
> outcome tx=1 Accepted
< stream 3
< begin http.response tx=1 PUT host=a.example path=/two.csv status=201
< end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/one status=200 codings=[Gzip]
< text header Headers "content-encoding: gzip\r\n"
< body "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
< end complete
