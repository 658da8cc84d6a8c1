# Debug data, unknown frames and priorities are scanned as they are.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00000710000000000000000001753d31  # PRIORITY_UPDATE
0000062aff00000005677265617365  # unknown
00001a07000000000000000000000000006d61696c206c69406578616d706c652e636e  # GOAWAY
0000080700000000000000000000000000  # GOAWAY without debug data
0000050200000000010000000007  # PRIORITY
===
> transport http2 none
> begin http2.frame tx=0
> body "\u{0}\u{0}\u{0}\u{1}u=1"
> end cut
> begin http2.frame tx=0
> body "grease"
> end cut
> begin http2.frame tx=0
> body "mail li@example.cn"
> end cut
