# A request of another kind, longer than is read whole.
@limit head_bytes 256
>>>
\0\0\x01T\0\x13\0\x01\0\0\0\x01\0\x05crm-1\0\0\0\x01\x012topic-\{300*x}li@example.cn\0\0\0'\0\x01\0\x04\
\0\0\0\x02\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\
===
> begin kafka.request tx=0 db
> body "\u{0}\u{0}\u{0}\u{1}\u{1}2topic-xxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 325 bytes #3cb626a2
> end complete
> begin kafka.request tx=1 db
> text  Plain " crm.customer"
> end complete
