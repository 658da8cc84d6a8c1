# Bytes are missing in a message: what is left of it is text, the next one is read; so is one of the other side.
>>>
0080020072200000008000001641111111111111110000000000000001000102123456000001TERM000100800200722000000080000016\
41111111111111\
><> 20
>>>
0102123456000002TERM00010080020072200000008000001641111111111111110000000000000001000102123456000003TERM0001\
<<<
00420210202000000280000000000000000100TERM0001\
<>< 30
<<<
000000000000000300TERM000100420210202000000280000000000000000200TERM0001\
===
> begin iso8583.request tx=0
> text  UrlEncoded "de2=4111111111111111&"
> end complete
> begin iso8583.message tx=1
> body "0102123456000002TERM0001"
> end complete
> anomaly parser_resync
> begin iso8583.request tx=2
> text  UrlEncoded "de2=4111111111111111&"
> end complete
< begin iso8583.response tx=0
< end complete
< begin iso8583.message tx=3
< body "000000000000000300TERM0001"
< end complete
< anomaly parser_resync
< begin iso8583.response tx=4
< end complete
