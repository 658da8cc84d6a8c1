# RABBIT-CR-DEMO asks for a response later; its mechanism shows no secret. A web token is text, and is renewed by another.
>>>
AMQP\0\0\t\x01\
<<<
\x01\0\0\0\0\0:\0\n\0\n\0\t\0\0\0\x15\x07productS\0\0\0\x08RabbitMQ\0\0\0\x0ePLAIN AMQPLAIN\0\0\0\x05en_US\xce\
>>>
\x01\0\0\0\0\06\0\n\0\x0b\0\0\0\x11\x07productS\0\0\0\x04pika\x0eRABBIT-CR-DEMO\0\0\0\x04crm1\x05en_US\xce\
<<<
\x01\0\0\0\0\0$\0\n\0\x14\0\0\0\x1cPlease tell me your password\xce\
>>>
\x01\0\0\0\0\0\x1d\0\n\0\x15\0\0\0\x15My password is s3cret\xce\
<<<
\x01\0\0\0\0\0\x0c\0\n\0\x1e\x07\xff\0\x02\0\0\0<\xce\
===
< begin amqp.method tx=0
< text  Plain " \t productS RabbitMQ PLAIN AMQPLAIN en_US"
< end complete
> begin amqp.connection tx=1
> text header Headers "product: pika\n"
> anomaly challenge_login rabbit-cr-demo
> end complete
< begin amqp.method tx=2
< text  Plain " Please tell me your password"
< end complete
> begin amqp.connection tx=3
> end complete
