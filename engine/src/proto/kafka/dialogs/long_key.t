# A record whose key is longer than is read whole, and one whose headers are.
@limit head_bytes 256
>>>
\0\0\x04\xc6\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\
\0\0\x04\x9a\0\0\0\0\0\0\0\0\0\0\x01\x91\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\
\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01\xbc\x05\0\0\0\xd8\x04\
\{300*k}V{"name": "张三", "mobile": "13800138000"}\0\0\0\0\0\0\0\0\0\0\0\x02\xf1\0\0\0\0\x02\x01#Eg\0\0\
\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\xff\xff\0\0\0\x01\xfc\n\
\0\0\0\x02k\xd8\x04\{300*v}\x02\x02h\x8c\x06li@example.cnli@example.cnli@example.cnli@example.cnli@e\
xample.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cn\
li@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@exampl\
e.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@example.cnli@ex\
ample.cnli@example.cnli@example.cn\
===
> begin kafka.produce tx=0 db table=crm
> body "\xbc\x05\x00\x00\x00\xd8\x04kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"... 352 bytes #09446808
> end complete
> begin kafka.produce tx=0 db table=crm
> body "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"... 300 bytes #1d3dd480
> end complete
> begin kafka.produce tx=0 db table=crm
> body "\x02\x02h\x8c\x06li@example.cnli@example.cnli@exampl"... 395 bytes #41b2c462
> end complete
