# The end of a request is missing: the next is found by its client id. The same for responses.
>>>
\0\0\x01;\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\
\x01\x0f\0\0\0\0\0\0\0\0\0\0\0\x93\
><> 400
>>>
... 13800138000 ...\0\0\0'\0\x01\0\x04\0\0\0\x02\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm\
.customer\0\0\0'\0\x01\0\x04\0\0\0\x03\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\
<<<
\0\0\0\x0f\0\0\0\x01\0\
<>< 900
<<<
tail of li@example.cn \0\0\0\xa1\0\0\0\x03\0\0\0\0\0\0\0\x01\0\x01c\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\
\0\t\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0p\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\
\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01\
d\0\0\0\x021V{"name": "张三", "mobile": "13800138000"}\0\
===
> begin kafka.request tx=0 db
> body "... 13800138000 ..."
> end cut
> anomaly parser_resync
> begin kafka.request tx=1 db
> text  Plain " crm.customer"
> end complete
> begin kafka.request tx=2 db
> text  Plain " crm.customer"
> end complete
< begin kafka.response tx=2 db
< body "tail of li@example.cn "
< end cut
< anomaly parser_resync
< begin kafka.fetch tx=2 db table=c type="application/json"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
