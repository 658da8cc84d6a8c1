# The client gives up: what it sent is cut; what the server still sends is read, and other streams go on.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00000f01040000000183864482607f41871ae5f23a6ba0bf  # HEADERS 1
00000400000000000170617274  # DATA 1
00000701050000000382864482623fbf  # HEADERS 3
<<< hex
000006040000000000000300000064  # SETTINGS
000005010400000001885a828ecf  # HEADERS 1
>>> hex
00000403000000000100000008  # RST_STREAM 1
00000403000000006300000008  # RST_STREAM of no stream
<<< hex
0000040000000000016c617465  # DATA 1
000003000100000001656e64  # DATA 1
00000101040000000388  # HEADERS 3
00000403000000000300000002  # RST_STREAM 3
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\n"
> body "part"
> stream 3
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "host: a.example\r\n"
> end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/a status=200 codings=[Br]
< text header Headers "content-encoding: br\r\n"
> stream 1
> end cut
< body "lateend"
< end complete
> outcome tx=1 Accepted
< stream 3
< begin http.response tx=1 GET host=a.example path=/b status=200
< end cut
