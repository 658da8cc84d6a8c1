# Records of three shapes, headers; a second batch of the same partition; another partition, empty.
>>>
\0\0\x01\x82\0\0\0\t\0\0\0\x01\0\x05crm-1\0\0\0\x01\0\0u0\x02\rcrm.customer\x03\0\0\0\0\xce\x02\0\0\0\
\0\0\0\0\0\0\0\0\xcc\0\0\0\0\x02\x01#Eg\0\0\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03\xaa\x01\0\0\0\x081001V{"name": "张三", \
"mobile": "13800138000"}\x04\n\
trace\x06abc\x0econtact\x1ali@example.cnb\0\0\0\x081002N{"name": "Li", "mobile": "13900139000"}\0"\0\
\0\0\x01\x1613700137000\0\0\0\0\0\0\0\0\0\0\0\0i\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\
\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01n\0\0\0\x02\
3`\0\0\0\0\x07{"name": "张三", "mobile": "13800138000"}\0\0\0\0\0\x01\x01\0\0\0\
<<<
\0\0\0\x13\0\0\0\x01\0\x02\rcrm.customer\
===
> begin kafka.produce tx=0 db table=crm.customer columns=key,trace,contact,value rows=4 type="text/csv"
> text  Plain "crm.customer"
> derived "\"key\",\"trace\",\"contact\",\"value\"\r\n\"1001\",\"abc\",\"li@example.cn\",\"\"\r\n\"1002\",\"\",\"\",\"\"\r\n\"\",\"\",\"\",\"13700137000\"\r\n\"3\",\"\",\"\",\"\"\r\n"
> end complete
> begin kafka.produce tx=0 db table=crm.customer type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
< begin kafka.response tx=0 db
< text  Plain " \rcrm.customer"
< end complete
