# Frames are missing: the next are found by their headers; fields of lost entries have no name; a stream goes on.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00001701040000000183864482607f41871ae5f23a6ba0bf4083f2b0ff823d45  # HEADERS 1
000006000000000001666972737420  # DATA 1
0000060000000000017365  # DATA 1, cut
><> 56
>>> hex
72657374206f6620736f6d657468696e6720000003  # out of place
0000050001000000017468697264  # DATA 1
00001201050000000582864482609fc2bf4083f2b13f844cf614bf  # HEADERS 5
0000080600000000000000000000000000  # PING
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\nx-a: one\r\n"
> body "first se"
> body_gap 0
> stream 0
> begin http2.frame tx=1
> body "rest of something \u{0}\u{0}\u{3}"
> end cut
> anomaly parser_resync
> stream 1
> body "third"
> end cut
> stream 5
> begin http.request tx=1 GET path=/c
> text path Plain "/c"
> text header Headers "x-c: three\r\n"
> end complete
