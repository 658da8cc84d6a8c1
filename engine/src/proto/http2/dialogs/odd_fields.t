# Line ends within fields, names that are none, two hosts, padding beyond its frame.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
000038010500000001828644082f610d0a783a20794109612e6578616d706c654008626164206e616d6501764003782d  # HEADERS 1
6204610d0a626609632e6578616d706c65
00000d010500000003828684c166871ae5f23a6ba0bf  # HEADERS 3
000003000900000003ff6162  # DATA 3
000002010d00000005ff82  # HEADERS 5
00000f0105000000078286448263df41871ae5f23a6ba0bf  # HEADERS 7
===
> transport http2 none
> anomaly header_malformed a line end within a field
> stream 1
> begin http.request tx=0 GET host=a.example path=/a  x: y
> anomaly header_malformed two host header lines
> text path Plain "/a  x: y"
> text header Headers "host: a.example\r\nbad name: v\r\nx-b: a  b\r\nhost: c.example\r\n"
> end complete
> stream 3
> begin http.request tx=1 GET host=a.example path=/
> text header Headers "host: a.example\r\n"
> end complete
> anomaly header_malformed padding beyond its frame
> stream 7
> begin http.request tx=2 GET host=a.example path=/z
> text path Plain "/z"
> text header Headers "host: a.example\r\n"
> end complete
