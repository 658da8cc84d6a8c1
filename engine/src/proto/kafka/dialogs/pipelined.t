# Responses that come later, in order; one that nobody asked for.
>>>
\0\0\0'\0\x01\0\x04\0\0\0\x01\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\0\0\0'\0\x01\
\0\x04\0\0\0\x02\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\0\0\0\x13\0\x03\0\x01\0\
\0\0\x03\0\x05crm-1\xff\xff\xff\xff\
<<<
\0\0\0\xa1\0\0\0\x01\0\0\0\0\0\0\0\x01\0\x01a\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\t\0\
\0\0\0\0\0\0p\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\
\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x021V{"name": "\
张三", "mobile": "13800138000"}\0\0\0\0\xa1\0\0\0\x02\0\0\0\0\0\0\0\x01\0\x01b\0\0\0\x01\0\0\0\0\0\0\0\
\0\0\0\0\0\0\t\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0p\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\
\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\0\0\0\x01d\0\0\0\x021V{"name": "张三", "mobile": "13800138000"}\0\0\0\0\x1d\0\0\0\x03\0\0\0\x01\0\0\0\
\x07\0\x0bbroker.test\0\0#\x84\
<<<
\0\0\0%\0\0\0M\0\0\0\0 who asked for li@example.cn?\
>>>
\0\0\0'\0\x01\0\x04\0\0\0\x04\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\
<<<
\0\0\0\xa1\0\0\0\x04\0\0\0\0\0\0\0\x01\0\x01c\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\t\0\
\0\0\0\0\0\0p\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\
\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x021V{"name": "\
张三", "mobile": "13800138000"}\0\
===
> begin kafka.request tx=0 db
> text  Plain " crm.customer"
> end complete
> begin kafka.request tx=1 db
> text  Plain " crm.customer"
> end complete
< begin kafka.fetch tx=0 db table=a type="application/json"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
< begin kafka.fetch tx=1 db table=b type="application/json"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
< begin kafka.response tx=2 db
< text  Plain " broker.test # "
< end complete
< anomaly response_without_request
< begin kafka.response tx=2 db
< body "\u{0}\u{0}\u{0}%\u{0}\u{0}\u{0}M\u{0}\u{0}\u{0}\u{0} who asked for li@example.cn?"
> begin kafka.request tx=3 db
> text  Plain " crm.customer"
> end complete
< end cut
< anomaly parser_resync
< begin kafka.fetch tx=3 db table=c type="application/json"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
