# Frames that are no messages, a length that is none, a length of zero, and what follows them.
>>>
0080020072200000008000001641111111111111110000000000000001000102123456000001TERM00010018PING li@example.cn0080\
020072200000008000001641111111111111110000000000000001000102123456000002TERM00010000x13800138000x0080020072200\
000008000001641111111111111110000000000000001000102123456000003TERM0001001202007777777700800200722000000080000\
01641111111111111110000000000000001000102123456000004TERM0001\
<<<
00420210202000000280000000000000000200TERM0001000000420210202000000280000000000000000100TERM0001\
===
> begin iso8583.request tx=0
> text  UrlEncoded "de2=4111111111111111&"
> end complete
> anomaly header_malformed message
> begin iso8583.message tx=1
> body "0018PING li@example.cn"
> end complete
> anomaly parser_resync
> begin iso8583.request tx=2
> text  UrlEncoded "de2=4111111111111111&"
> end complete
> anomaly header_malformed length
> begin iso8583.message tx=3
> body "x13800138000x"
> end complete
> anomaly parser_resync
> begin iso8583.request tx=4
> text  UrlEncoded "de2=4111111111111111&"
> end complete
> anomaly header_malformed message
> begin iso8583.message tx=5
> body "0012020077777777"
> end complete
> anomaly parser_resync
> begin iso8583.request tx=6
> text  UrlEncoded "de2=4111111111111111&"
> end complete
< begin iso8583.response tx=2
< end complete
< begin iso8583.response tx=0
< end complete
