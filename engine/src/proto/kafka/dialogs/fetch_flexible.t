# The same in a flexible version; the topic of the second partition has no records.
>>>
\0\0\0(\0\x01\0\x0c\0\0\0\x05\0\x05crm-1\0\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\
<<<
\0\0\x01\x04\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\x07\x03\rcrm.customer\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\
\0\0\0\0\0\t\0\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02\0\xff\xff\xff\xffq\0\0\0\0\0\0\0\
\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x021V{"name": "张三", "mobile": "13800138000\
"}\0\0\0\x06other\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x01\
\0\0\0\0\0\0\0\x02\0\xff\xff\xff\xff\x01\0\0\0\
===
> begin kafka.request tx=0 db
> text  Plain " crm.customer"
> end complete
< begin kafka.fetch tx=0 db table=crm.customer type="application/json"
< text  Plain "crm.customer"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
< begin kafka.fetch tx=0 db table=other
< text  Plain "other"
< end complete
