# A request, and what it fetched: aborted transactions, a batch, one that the end of the set cuts.
>>>
\0\0\0'\0\x01\0\x0b\0\0\0\x05\0\x05crm-1\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\
<<<
\0\0\x018\0\0\0\x05\0\0\0\0\0\0\0\0\0\x07\0\0\0\x01\0\x0ccrm.customer\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\
\0\0\t\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x03\
\0\0\0\0\0\0\0\x04\xff\xff\xff\xff\0\0\0\xca\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\
\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\0\0\0\x01d\0\0\0\x021V{"name": "张三", "mobile": "13800138000"}\0\0\0\0\0\0\0\0\0\0\0\0`\0\0\0\0\x02\x01\
#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\xff\xff\xff\xff\0\0\0\x01\\\0\0\0\x022N{"name": "Li", "mobile\
===
> begin kafka.request tx=0 db
> text  Plain " crm.customer"
> end complete
< begin kafka.fetch tx=0 db table=crm.customer type="application/json"
< text  Plain "crm.customer"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
< begin kafka.fetch tx=0 db table=crm.customer
< body "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00`\x00\x00\x00\x00\x02\x01#Eg\x00\x00\x00\x00\x00\x00\x00\x00\x01\x8b\xcf\xe5h\x00\x00\x00\x01\x8b\xcf\xe5h\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x01\\\x00\x00\x00\x022N{\"name\": \"Li\", \"mobile"
< end complete
