# A gap ends with a body frame, and with its last octet.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0(\0\0\xce\
\x03\0\x01\0\0\0(mobile 13800138000 \
><> 21
>>>
\xce\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01r\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\
><> 1
>>>
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01s\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "李四", "mobile": "13900139000"}\xce\
===
> stream 2
> begin amqp.publish tx=0 db table=q length=40
> text topic Plain "q"
> body "mobile 13800138000 "
> body_gap 21
> end complete
> begin amqp.publish tx=1 db table=r length=43
> text topic Plain "r"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin amqp.publish tx=2 db table=s length=43
> text topic Plain "s"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
