# The gap ends with its frame, which was the last of its stream.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00000f01040000000183864482607f41871ae5f23a6ba0bf  # HEADERS 1
00000d0009000000010230313233  # DATA 1
><> 8
>>> hex
00000701050000000382864482623fbf  # HEADERS 3
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\n"
> body "0123"
> body_gap 6
> end cut
> stream 3
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "host: a.example\r\n"
> end complete
