# Strings longer than their frame, properties that end early, bodies longer than announced, another class.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\x16\0<\0(\0\0Pcrm 13800138000\xce\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x10\0<\0\0\0\0\0\0\0\0\0+\x80\0Px\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0\x05\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
>>>
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0F\0\0\0\0\0\0\0\0\0\t\0\0\xce\
\x03\0\x01\0\0\0\x0b13800138000\xce\
\x01\0\x01\0\0\0\x0e\0<\0(\0\0\0\x05again\0\xce\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01r\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "李四", "mobile": "13900139000"}\xce\
===
> anomaly length_conflict frame
> begin amqp tx=0
> text  Plain " < ( Pcrm 13800138000"
> end complete
> anomaly header_malformed properties of a content
> begin amqp tx=2
> text  Plain " < + Px"
> end complete
> stream 2
> begin amqp.publish tx=1 db table=q length=43
> text topic Plain "q"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin amqp.publish tx=3 db table=q length=5
> text topic Plain "q"
> anomaly length_conflict body frame
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> anomaly length_conflict frame
> stream 0
> begin amqp tx=5
> body "13800138000\xce"
> end complete
> stream 2
> begin amqp.publish tx=7 db table=r length=43
> text topic Plain "r"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
