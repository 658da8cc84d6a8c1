# Text that begins like a preface, where a frame should stand.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
505249202a20485454502f312e310d0a0d0a  # not the preface
===
> transport http2 none
> anomaly header_malformed bytes that are no HTTP/2 frame
> begin http2.frame tx=0
> body "PRI * HTTP/1.1\r\n\r\n"
> end cut
