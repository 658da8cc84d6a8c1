# Bytes of a value that flows through are missing: its end is known all the same.
@limit head_bytes 256
>>>
\0\0\x01\xf4\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\
\0\0\x01\xc8\0\0\0\0\0\0\0\0\0\0\x01\xbc\0\0\0\0\x02\x01#Eg\0\0\0\0\0\x01\0\0\x01\x8b\xcf\xe5h\0\0\0\
\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x02\xac\x05\0\0\0\x02\
k\x9c\x05{"a": "\{75*x}\
><> 50
>>>
\{175*x}", "mobile": "13800138000"}\0d\0\0\0\x02xV{"name": "张三", "mobile": "13800138000"}\0\
===
> begin kafka.produce tx=0 db table=crm
> body "{\"a\": \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
> body_gap 50
> body "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 202 bytes #d86ecccb
> end complete
> begin kafka.produce tx=0 db table=crm type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete
