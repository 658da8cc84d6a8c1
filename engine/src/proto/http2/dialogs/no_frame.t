# Bytes that are no frame: they are scanned, and the next frames are found.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00000504000000000068656c6c6f  # SETTINGS of five octets
00000b0000000000006f6e2073747265616d2030  # DATA 0
00000f01050000000182864482623f41871ae5f23a6ba0bf  # HEADERS 1
0000080600000000000000000000000000  # PING
<<< hex
485454502f312e31203430302042616420526571756573740d0a436f6e74656e742d4c656e6774683a20330d0a0d0a6e
6f0a
===
> transport http2 none
> anomaly header_malformed bytes that are no HTTP/2 frame
> begin http2.frame tx=0
> body "\u{0}"
< anomaly header_malformed bytes that are no HTTP/2 frame
< begin http2.frame tx=0
< body "HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno\n"
> end cut
< end cut
