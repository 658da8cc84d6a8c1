# A login by PLAIN that is accepted; contents with and without an exchange, and one without a body.
>>>
AMQP\0\0\t\x01\
<<<
\x01\0\0\0\0\0:\0\n\0\n\0\t\0\0\0\x15\x07productS\0\0\0\x08RabbitMQ\0\0\0\x0ePLAIN AMQPLAIN\0\0\0\x05en_US\xce\
>>>
\x01\0\0\0\0\05\0\n\0\x0b\0\0\0\x11\x07productS\0\0\0\x04pika\x05PLAIN\0\0\0\x0c\0crm1\0s3cret\x05en_US\xce\
<<<
\x01\0\0\0\0\0\x0c\0\n\0\x1e\x07\xff\0\x02\0\0\0<\xce\
>>>
\x01\0\0\0\0\0\x0c\0\n\0\x1f\x07\xff\0\x02\0\0\0<\xce\
\x01\0\0\0\0\0\x08\0\n\0(\x01/\0\0\xce\
\x01\0\x01\0\0\0\x05\0\x14\0\n\0\xce\
\x01\0\x01\0\0\0\x15\02\0\n\0\0\tcustomers\x02\0\0\0\0\xce\
<<<
\x01\0\0\0\0\0\x05\0\n\0)\0\xce\
\x01\0\x01\0\0\0\x08\0\x14\0\x0b\0\0\0\0\xce\
\x01\0\x01\0\0\0\x16\02\0\x0b\tcustomers\0\0\0\0\0\0\0\0\xce\
>>>
\x01\0\x01\0\0\0\x12\0<\0(\0\0\0\tcustomers\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
\x01\0\x01\0\0\0\x18\0<\0(\0\0\x03crm\x0cnew.customer\0\xce\
\x02\0\x01\0\0\0\x1f\0<\0\0\0\0\0\0\0\0\0+\x80\0\x10application/json\xce\
\x03\0\x01\0\0\0+{"name": "李四", "mobile": "13900139000"}\xce\
>>>
\x01\0\x01\0\0\0\x0c\0<\0(\0\0\x03crm\0\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0\0\0\0\xce\
\x08\0\0\0\0\0\0\xce\
>>>
\x01\0\0\0\0\0 \0\n\02\0\xc8\x15bye, call 13800138000\0\n\0\x0b\xce\
<<<
\x01\0\0\0\0\0\x04\0\n\03\xce\
===
< begin amqp.method tx=0
< text  Plain " \t productS RabbitMQ PLAIN AMQPLAIN en_US"
< end complete
> begin amqp.connection tx=1
> text header Headers "product: pika\n"
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin amqp.method tx=2 db user=crm1
> text  Plain " \tcustomers "
> end complete
< begin amqp.method tx=3 db user=crm1
< text  Plain "\tcustomers "
< end complete
> stream 2
> begin amqp.publish tx=4 db table=customers user=crm1 length=43
> text topic Plain "customers"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin amqp.publish tx=5 db table=crm/new.customer user=crm1 type="application/json" length=43
> text topic Plain "crm/new.customer"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> begin amqp.publish tx=6 db table=crm user=crm1 length=0
> text topic Plain "crm"
> end complete
> stream 0
> begin amqp.method tx=7 db user=crm1
> text  Plain " bye, call 13800138000 \n "
> end complete
