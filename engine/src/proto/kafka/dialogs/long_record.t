# A record longer than is read whole flows through; its headers and the next record are read.
@limit head_bytes 256
>>>
\0\0\x02\n\
\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\x01\xde\
\0\0\0\0\0\0\0\0\0\0\x01\xd2\0\0\0\0\x02\x01#Eg\0\0\0\0\0\x01\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\
\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x02\xd8\x05\0\0\0\x02k\x9c\x05\
{"a": "\{300*x}", "mobile": "13800138000"}\x02\x0econtact\x1ali@example.cnd\0\0\0\x02xV{"name": "张三"\
, "mobile": "13800138000"}\0\
===
> begin kafka.produce tx=0 db table=crm
> body "{\"a\": \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 334 bytes #e5126f2f
> end complete
> begin kafka.produce tx=0 db table=crm columns=contact,key rows=2 type="text/csv"
> derived "\"contact\",\"key\"\r\n\"li@example.cn\",\"\"\r\n\"\",\"x\"\r\n"
> end complete
> begin kafka.produce tx=0 db table=crm type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
