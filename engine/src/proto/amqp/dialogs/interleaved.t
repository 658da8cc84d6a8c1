# Two channels take turns with the frames of their contents; bodies come in several frames.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\x0c\0<\0(\0\0\0\x03one\0\xce\
\x01\0\x02\0\0\0\x0c\0<\0(\0\0\0\x03two\0\xce\
\x02\0\x02\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0\x14{"name": "张三", "\xce\
\x03\0\x02\0\0\0\t{"name": \xce\
\x03\0\x01\0\0\0\0\xce\
\x03\0\x01\0\0\0\x17mobile": "13800138000"}\xce\
\x08\0\0\0\0\0\0\xce\
\x03\0\x02\0\0\0""李四", "mobile": "13900139000"}\xce\
>>>
\x01\0\x01\0\0\0\x0c\0<\0(\0\0\0\x03one\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "李四", "mobile": "13900139000"}\xce\
===
> stream 3
> begin amqp.publish tx=1 db table=two length=43
> text topic Plain "two"
> stream 2
> begin amqp.publish tx=0 db table=one length=43
> text topic Plain "one"
> body "{\"name\": \"张三\", \""
> stream 3
> body "{\"name\": "
> stream 2
> body "mobile\": \"13800138000\"}"
> end complete
> stream 3
> body "\"李四\", \"mobile\": \"13900139000\"}"
> end complete
> stream 2
> begin amqp.publish tx=2 db table=one length=43
> text topic Plain "one"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
