# Bytes that are no frame, in the middle of a connection.
>>>
\0\0\0'\0\x01\0\x04\0\0\0\x01\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\xff\xff\xff\
\xff garbage with 13800138000 in it \0\0\0'\0\x01\0\x04\0\0\0\x02\0\x05crm-1\xff\xff\xff\xff\0\0\x01\
\xf4\0\0\0\x01crm.customer\
===
> begin kafka.request tx=0 db
> text  Plain " crm.customer"
> end complete
> begin kafka.request tx=0 db
> body "\xff\xff\xff\xff garbage with 13800138000 in it "
> end cut
> anomaly parser_resync
> begin kafka.request tx=1 db
> text  Plain " crm.customer"
> end complete
