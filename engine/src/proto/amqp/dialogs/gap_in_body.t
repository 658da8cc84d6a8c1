# Bytes of a body are missing: the rest is read; so is the next content.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0Z\0\0\xce\
\x03\0\x01\0\0\0<mobile 13800138000 \
><> 10
>>>
 and 13900139000 to the end...x\xce\
\x03\0\x01\0\0\0\x1exxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\xce\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01r\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
===
> stream 2
> begin amqp.publish tx=0 db table=q length=90
> text topic Plain "q"
> body "mobile 13800138000 "
> body_gap 10
> body " and 13900139000 to the end...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
> end complete
> begin amqp.publish tx=1 db table=r length=43
> text topic Plain "r"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
