# Old messages longer than is read whole: in the clear, compressed.
@limit head_bytes 256
>>>
\0\0\x02\x8b\0\0\0\x02\0\0\0\x01\0\x05crm-1\0\x01\0\0u0\0\0\0\x01\0\x03old\0\0\0\x01\0\0\0\0\0\0\x02\
a\0\0\0\0\0\0\0\0\0\0\x01\x01\x01#Eg\x01\0\0\0\x01\x8b\xcf\xe5h\0\0\0\0\x01k\0\0\0\xea{"a": "\{200*x}\
", "mobile": "13800138000"}\0\0\0\0\0\0\0\0\0\0\0\xfa\x01#Eg\x01\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\0\x01\
k\0\0\0\xe3\x95\x05\0\0\x19\x014:\x01#Eg\x01\0\0\0\x01\x8b\xcf\xe5h\x01\x18\\\x010\0\0\0#{"n": "0", \
"mobile\x01\x0f\x1013800\x05\x05\x080"}\x01-\r\x01\0=FF\0\x101\0\0\0&\rF\x0c7919^I\0\012I\0\x04>\x01\
B\x8f\0\x102\0\0\0'\rI\x1015838^J\0\02~J\0\03\x1dJ\x1023757^J\0\03~J\0\04\x1dJ\x1031676^J\0\04~J\0\0\
5.J\0\x0c9595^J\0\05~J\0\06\x1dJ\x1047514^J\0\06~J\0\07\x1dJ\x1055433^J\0\07~J\0\08\x1dJ\x1063352^J\0\
\x088"}\0\0\0\0\0\0\0\0\0\0\0B\x01#Eg\x01\0\0\0\x01\x8b\xcf\xe5h\0\0\0\0\x01z\0\0\0+{"name": "张三", "\
mobile": "13800138000"}\
===
> begin kafka.produce tx=0 db table=old
> body "{\"a\": \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 234 bytes #a9a0432f
> end complete
> begin kafka.produce tx=0 db table=old columns=key rows=11 type="text/csv"
> derived "\"key\"\r\n\"k\"\r\n\"0\"\r\n\"1\"\r\n\"2\"\r\n\"3\"\r\n\"4\"\r\n\"5\"\r\n\"6\"\r\n\"7\"\r\n\"8\"\r\n\"z\"\r\n"
> end complete
> begin kafka.produce tx=0 db table=old type="application/json"
> derived "{\"n\": \"0\", \"mobile\": \"13800138000\"}\n{\"n\""... 399 bytes #dfb7dfb0
> end complete
