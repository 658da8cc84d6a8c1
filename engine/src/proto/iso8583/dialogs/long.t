# A message beyond the limit, and the one behind it.
@limit head_bytes 256
>>>
0080020072200000008000001641111111111111110000000000000001000102123456000001TERM000103950200722000000081000016\
41111111111111110000000000000001000102123456000002TERM0001312xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx 138001380000080020072200000008000001641111111111111110000000000000001000102123\
456000003TERM0001\
===
> begin iso8583.request tx=0
> text  UrlEncoded "de2=4111111111111111&"
> end complete
> anomaly head_too_long a message
> begin iso8583.message tx=1
> body "0395020072200000008100001641111111111111"... 399 bytes #e73a62f9
> end complete
> anomaly parser_resync
> begin iso8583.request tx=2
> text  UrlEncoded "de2=4111111111111111&"
> end complete
