# The older form: bare tokens; accepted, and the connection goes on.
>>>
\0\0\0\x16\0\x11\0\0\0\0\0\x01\0\x05crm-1\0\x05PLAIN\
<<<
\0\0\0\x11\0\0\0\x01\0\0\0\0\0\x01\0\x05PLAIN\
>>>
\0\0\0\x0c\0crm1\0s3cret\
<<<
\0\0\0\0\
>>>
\0\0\0x\0\0\0\x02\0\0\0\x03\0\x05crm-1\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\0N\0\0\0\
\0\0\0\0\0\0\0\0B\x01#Eg\x01\0\0\0\x01\x8b\xcf\xe5h\0\0\0\0\x011\0\0\0+{"name": "张三", "mobile": "138\
00138000"}\
<<<
\0\0\0\r\0\0\0\x03\0\0\0\x01\0\x03crm\
===
< begin kafka.response tx=0 db
< text  Plain " PLAIN"
< end complete
> begin kafka.request tx=1
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin kafka.produce tx=2 db table=crm user=crm1 type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
