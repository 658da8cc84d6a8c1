# The connection breaks within two contents.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\x0c\0<\0(\0\0\0\x03one\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0c\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
\x01\0\x02\0\0\0\x0c\0<\0(\0\0\0\x03two\0\xce\
\x02\0\x02\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0c\0\0\xce\
\x03\0\x02\0\0\0+{"name": "李四", "mob\
>>|
===
> stream 2
> begin amqp.publish tx=0 db table=one length=99
> text topic Plain "one"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> stream 3
> begin amqp.publish tx=1 db table=two length=99
> text topic Plain "two"
> body "{\"name\": \"李四\", \"mob"
> stream 2
> end cut
> stream 3
> end cut
