# Bytes of a body are missing: its message is cut, header tables are not harmed.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00001701040000000183864482607f41871ae5f23a6ba0bf4083f2b0ff823d45  # HEADERS 1
00000a00010000000130313233  # DATA 1, its first 4 octets
><> 4
>>> hex
3839  # the rest
00000801050000000382864482623fc0bf  # HEADERS 3
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\nx-a: one\r\n"
> body "0123"
> body_gap 4
> body "89"
> end cut
> stream 3
> begin http.request tx=1 GET host=a.example path=/b
> text path Plain "/b"
> text header Headers "host: a.example\r\nx-a: one\r\n"
> end complete
