# Two topics, two partitions; the producer wants no reply, and goes on.
>>>
\0\0\x01w\0\0\0\x03\0\0\0\x01\0\x05crm-1\xff\xff\0\0\0\0u0\0\0\0\x02\0\x03one\0\0\0\x02\0\0\0\0\0\0\0\
p\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x02aV{"name": "张三", "mobil\
e": "13800138000"}\0\0\0\0\x01\0\0\0l\0\0\0\0\0\0\0\0\0\0\0`\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\
\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01\
\\\0\0\0\x02bN{"name": "Li", "mobile": "13900139000"}\0\0\x03two\0\0\0\x01\0\0\0\0\0\0\0V\0\0\0\0\0\0\
\0\0\0\0\0J\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x010\0\0\0\x01$mail li@example.cn\0\0\0\0\x9e\0\0\
\0\x03\0\0\0\x02\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x05three\0\0\0\x01\0\0\0\0\0\0\0p\0\0\0\0\
\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x02aV{"name": "张三", "mobile": "138\
00138000"}\0\
<<<
\0\0\0\x0f\0\0\0\x02\0\0\0\x01\0\x05three\
===
> begin kafka.produce tx=0 db table=one type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n"
> end complete
> begin kafka.produce tx=0 db table=two columns=value rows=1 type="text/csv"
> derived "\"value\"\r\n\"mail li@example.cn\"\r\n"
> end complete
> begin kafka.produce tx=1 db table=three type="application/json"
> text  Plain "three"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
< begin kafka.response tx=1 db
< text  Plain " three"
< end complete
