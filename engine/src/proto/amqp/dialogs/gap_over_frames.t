# Frames are missing: the next method is found, the next content header as well; a body alone is scanned.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0Z\0\0\xce\
\x03\0\x01\0\0\0\x0b13800138000\xce\
\x01\0\x02\0\0\0\n\0<\0(\0\0\0\x01t\0\xce\
><> 300
>>>
of a body 13800138000\xce\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01r\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
><> 300
>>>
y\xce\
\x02\0\x03\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x03\0\0\0+{"name": "李四", "mobile": "13900139000"}\xce\
\x03\0\x04\0\0\0\x12mobile 13900139000\xce\
===
> stream 2
> begin amqp.publish tx=0 db table=q length=90
> text topic Plain "q"
> body "13800138000"
> end cut
> stream 0
> begin amqp tx=2
> body "of a body 13800138000\xce"
> end cut
> anomaly parser_resync
> stream 2
> begin amqp.publish tx=3 db table=r length=43
> text topic Plain "r"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> stream 0
> begin amqp tx=4
> body "y\xce"
> end cut
> anomaly parser_resync
> stream 4
> begin amqp.content tx=5 length=43
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> stream 0
> begin amqp tx=6
> body "mobile 13900139000\xce"
> end complete
