# A tunnel: its bytes are a body.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
0000140104000000014287bdab4e9c17b7ff41898d72f91d35d05b8217  # HEADERS 1
00000b0000000000015353482d322e302d780d0a  # DATA 1
<<< hex
000006040000000000000300000064  # SETTINGS
00000101040000000188  # HEADERS 1
00000b0001000000015353482d322e302d790d0a  # DATA 1
===
> transport http2 none
> stream 1
> begin http.request tx=0 CONNECT host=b.example:22
> text path Plain "b.example:22"
> text header Headers "host: b.example:22\r\n"
> body "SSH-2.0-x\r\n"
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 CONNECT host=b.example:22 status=200
< body "SSH-2.0-y\r\n"
< end complete
> end cut
