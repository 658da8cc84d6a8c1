# No start line; a length that is no number; two lengths; a line without a colon.
>>>
MESSAGE sip:bob@example.cn SIP/2.0
Content-Length: many
no colon

what is this
MESSAGE sip:bob@example.cn SIP/2.0
Content-Length: 2
Content-Length: 3

ab
<<<
\x00\xff\x12 binary
===
> begin sip.request tx=0
> anomaly length_conflict content-length
> anomaly header_malformed header line without a colon
> text header Headers "MESSAGE sip:bob@example.cn SIP/2.0\r\nContent-Length: many\r\nno colon\r\n\r\n"
> end complete
> begin sip tx=0
> body "what is this\r\n"
> end cut
> anomaly parser_resync
> begin sip.request tx=0 length=2
> anomaly length_conflict content-length
> text header Headers "MESSAGE sip:bob@example.cn SIP/2.0\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n"
> body "ab"
> end complete
< begin sip tx=0
< body "\xff\x12 binary\r\n"
< end cut
