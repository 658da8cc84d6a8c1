# A header block is torn: its stream is known by its body only.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00001701040000000183864482607f41871ae5f2  # HEADERS 1, cut
><> 7
>>> hex
b0ff823d45  # the rest
000004000000000001626f6479  # DATA 1
000003000100000001656e64  # DATA 1
===
> transport http2 none
> begin http2.frame tx=0
> body "\xb0\xff\x82=E"
> end cut
> anomaly parser_resync
> stream 1
> begin http.request tx=0
> body "bodyend"
> end complete
