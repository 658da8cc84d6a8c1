# A producer wants no reply while another request waits for its own.
>>>
\0\0\0\x13\0\x03\0\0\0\0\0\x01\0\x05crm-1\0\0\0\0\
\0\0\0\x9e\0\0\0\x03\0\0\0\x02\0\x05crm-1\xff\xff\0\0\0\0u0\0\0\0\x01\0\x05three\0\0\0\x01\0\0\0\0\0\0\0p\0\0\0\0\
\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x02aV{"name": "张三", "mobile": "138\
00138000"}\0\
<<<
\0\0\0\x12\0\0\0\x01broker.example\
===
> begin kafka.produce tx=1 db table=three type="application/json"
> text  Plain "three"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
< begin kafka.response tx=0 db
< text  Plain "broker.example"
< end complete
