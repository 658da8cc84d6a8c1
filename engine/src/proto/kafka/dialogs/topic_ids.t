# Topics by id: one that metadata named, and one unknown. Metadata comes before.
>>>
\0\0\02\0\x03\0\x0c\0\0\0\x01\0\x05crm-1\0\x02\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\
\x1e\x1f\rcrm.customer\0\x01\x01\0\
<<<
\0\0\0p\0\0\0\x01\0\0\0\0\0\x02\0\0\0\x01\n\
192.0.2.7\0\0#\x84\0\0\x08cluster\0\0\0\x01\x02\0\0\rcrm.customer\x10\x11\x12\x13\x14\x15\x16\x17\x18\
\x19\x1a\x1b\x1c\x1d\x1e\x1f\0\x02\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\x02\0\0\0\x01\x02\0\0\0\x01\x01\0\x80\
\0\0\0\0\x80\0\0\0\0\
>>>
\0\0\x01%\0\0\0\r\0\0\0\x02\0\x05crm-1\0\0\0\x01\0\0u0\x03\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\
\x1b\x1c\x1d\x1e\x1f\x02\0\0\0\0q\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\
\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\
\0\x021V{"name": "张三", "mobile": "13800138000"}\0\0\0\x10\x0f\x0e\r\x0c\x0b\n\
\t\x08\x07\x06\x05\x04\x03\x02\x01\x02\0\0\0\0m\0\0\0\0\0\0\0\0\0\0\0`\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\
\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\0\0\0\x01\\\0\0\0\x021N{"name": "Li", "mobile": "13900139000"}\0\0\0\0\0\0\0(\0\x01\0\x10\0\0\0\x03\
\0\x05crm-1\0\xff\xff\xff\xff\0\0\x01\xf4\0\0\0\x01crm.customer\
<<<
\0\0\0\x0b\0\0\0\x02\0\x01\0\0\0\0\0\0\0\0\xb8\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\x07\x02\x10\x11\x12\x13\
\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\t\0\0\0\0\0\0\0\t\0\0\
\0\0\0\0\0\0\x01\xff\xff\xff\xffq\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\
\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\
\0\x022V{"name": "张三", "mobile": "13800138000"}\0\0\0\0\
===
> begin kafka.request tx=0 db
> text  Plain " \rcrm.customer "
> end complete
< begin kafka.response tx=0 db
< text  Plain " \n192.0.2.7 # cluster \rcrm.customer "
< end complete
> begin kafka.produce tx=1 db table=crm.customer type="application/json"
> text  Plain "crm.customer"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
> begin kafka.produce tx=1 db table=100f0e0d0c0b0a090807060504030201 type="application/json"
> text  Plain "100f0e0d0c0b0a090807060504030201"
> derived "{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n"
> end complete
> begin kafka.request tx=2 db
> text  Plain " crm.customer"
> end complete
< begin kafka.fetch tx=2 db table=crm.customer type="application/json"
< text  Plain "crm.customer"
< derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
< end complete
