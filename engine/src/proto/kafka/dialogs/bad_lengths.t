# A set longer than its frame, a record longer than its batch, a batch of no records.
>>>
\0\0\09\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0\0\0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\
'\x0fli@example.cn\
>>>
\0\0\x01(\0\0\0\x07\0\0\0\x02\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\
\0\xfc\0\0\0\0\0\0\0\0\0\0\0C\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5\
h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01\xe8\x07call 13800138000\0\0\0\0\
\0\0\0\0\0\0\01\0\0\0\0\x02\x01#Eg\0\0\xff\xff\xff\xff\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01\
#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x021V{"name": "张三", "mobile": "13800138000"}\0\
>>>
\0\0\0H\0\0\0\x07\0\0\0\x03\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\0\
\x1cno batch at all: 13800138000\
>>>
\0\0\0t\0\0\0\x07\0\0\0\x04\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\0\
H\0\0\0\0\0\0\0\0\0\0\0<\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01\x12\0\0\0ccbad r\
===
> begin kafka.produce tx=0 db table=crm
> body "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\'\u{f}li@example.cn"
> end complete
> begin kafka.produce tx=1 db table=crm
> body "\xe8\x07call 13800138000"
> end complete
> begin kafka.produce tx=1 db table=crm type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
> begin kafka.produce tx=2 db table=crm
> body "no batch at all: 13800138000"
> end complete
> begin kafka.produce tx=3 db table=crm
> derived "\u{0}\u{0}\u{0}ccbad "
> end complete
> begin kafka.produce tx=3 db table=crm
> body "r"
> end complete
