# A block that another frame interrupts is lost; CONTINUATION of nothing is scanned.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
000003010100000001828644  # HEADERS 1
0000080600000000000000000000000000  # PING
0000080600000000000000000000000000  # PING
00001009040000000174657874203133383030313338303030  # CONTINUATION
00000f01050000000382864482623f41871ae5f23a6ba0bf  # HEADERS 3
===
> transport http2 none
> anomaly header_malformed bytes that are no HTTP/2 frame
> anomaly parser_resync
> begin http2.frame tx=0
> body "text 13800138000"
> end cut
> stream 3
> begin http.request tx=0 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "host: a.example\r\n"
> end complete
