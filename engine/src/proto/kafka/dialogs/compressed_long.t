# A compressed batch longer than is read whole is held; behind it a record in the clear.
@limit head_bytes 256
>>>
\0\0\x01\x94\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\
\0\0\x01h\0\0\0\0\0\0\0\0\0\0\0\xec\0\0\0\0\x02\x01#Eg\0\x02\0\0\0\x08\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\
\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\t\xa2\x03`T\0\0\0\x020\
F{"n": "0", "mobile\x01\x0f\x1013800\x05\x05\x100"}\0Z\x01+\x041L\r+\x0c7919^.\0\x101"}\0\\\x01.\x04\
2N\r.\x1015838^/\0\02\x11/\03\x11/\x1023757^/\0\03\x11/\04\x11/\x1031676^/\0\04\x11/\05\x15/\x0c9595\
^/\0\05\x11/\06\x11/\x1047514^/\0\06\x11/\07\x11/\x1055433^/\0\07\x11/\08\x11/\x1063352^/\0\x0c8"}\0\
\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x01d\0\0\0\x02xV{"name": "张三", "mobil\
e": "13800138000"}\0\
===
> begin kafka.produce tx=0 db table=crm columns=key rows=10 type="text/csv"
> derived "\"key\"\r\n\"0\"\r\n\"1\"\r\n\"2\"\r\n\"3\"\r\n\"4\"\r\n\"5\"\r\n\"6\"\r\n\"7\"\r\n\"8\"\r\n\"x\"\r\n"
> end complete
> begin kafka.produce tx=0 db table=crm type="application/json"
> derived "{\"n\": \"0\", \"mobile\": \"13800138000\"}\n{\"n\""... 399 bytes #dfb7dfb0
> end complete
