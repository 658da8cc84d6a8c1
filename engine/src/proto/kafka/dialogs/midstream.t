# A response of which nobody knows the request comes first.
<<<
\0\0\0\x16\0\0\0\x07\0\0\0\0 li@example.cn\
>>>
\0\0\0'\0\x01\0\x04\0\0\0\x08\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\
<<<
\0\0\0\xa1\0\0\0\x08\0\0\0\0\0\0\0\x01\0\x01c\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\t\0\
\0\0\0\0\0\0p\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\
\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x021V{"name": "\
张三", "mobile": "13800138000"}\0\
===
< anomaly response_without_request
< begin kafka.response tx=0 db
< body "\u{0}\u{0}\u{0}\u{16}\u{0}\u{0}\u{0}\u{7}\u{0}\u{0}\u{0}\u{0} li@example.cn"
> begin kafka.request tx=0 db
> text  Plain " crm.customer"
> end complete
< end cut
< anomaly parser_resync
< begin kafka.fetch tx=0 db table=c type="application/json"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
