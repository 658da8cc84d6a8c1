# AMQP 1.0: a login by PLAIN, accepted; what follows is scanned as it is.
>>>
AMQP\x03\x01\0\0\
<<<
AMQP\x03\x01\0\0\
\0\0\0\x15\x02\x01\0\0\0S@\xc0\x08\x01\xa3\x05PLAIN\
>>>
\0\0\0$\x02\x01\0\0\0SA\xc0\x17\x03\xa3\x05PLAIN\xa0\x0c\0crm1\0s3cret@\
<<<
\0\0\0\x10\x02\x01\0\0\0SD\xc0\x03\x01P\0\
>>>
AMQP\0\x01\0\0\
\0\0\0>\x02\0\0\0\0S\x14\xc0\x01\0\0Su\xa0+{"name": "张三", "mobile": "13800138000"}\
<<<
AMQP\0\x01\0\0\
\0\0\0\x0c\x02\0\0\0\0S\x10E\
===
> begin amqp.connection tx=0
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
> begin amqp tx=1 db user=crm1
> body "\x00\x00\x00>\x02\x00\x00\x00\x00S\x14\xc0\x01\x00\x00Su\xa0+{\"name\": \"\xe5\xbc\xa0\xe4\xb8\x89\", \"mobile\": \"13800138000\"}"
< begin amqp tx=2 db user=crm1
< body "\u{0}\u{0}\u{0}\u{c}\u{2}\u{0}\u{0}\u{0}\u{0}S\u{10}E"
> end cut
< end cut
