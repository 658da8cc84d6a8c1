# A login by PLAIN; what is produced later bears its user.
>>>
\0\0\0\x1a\0\x12\0\x03\0\0\0\0\0\x05crm-1\0\x05kafk\x04cli\0\
<<<
\0\0\0\x13\0\0\0\0\0\0\x02\0\0\0\0\0\r\0\0\0\0\0\0\
>>>
\0\0\0\x16\0\x11\0\x01\0\0\0\x01\0\x05crm-1\0\x05PLAIN\
<<<
\0\0\0\x11\0\0\0\x01\0\0\0\0\0\x01\0\x05PLAIN\
>>>
\0\0\0\x1e\0$\0\x02\0\0\0\x02\0\x05crm-1\0\r\0crm1\0s3cret\0\
<<<
\0\0\0\x12\0\0\0\x02\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\
>>>
\0\0\0\x9c\0\0\0\x07\0\0\0\x03\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\
\0\0p\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5\
h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x021V{"name": "张三", "mo\
bile": "13800138000"}\0\
===
< begin kafka.response tx=1 db
< text  Plain " PLAIN"
< end complete
> begin kafka.request tx=2
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=2 Accepted
> begin kafka.produce tx=3 db table=crm user=crm1 type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
