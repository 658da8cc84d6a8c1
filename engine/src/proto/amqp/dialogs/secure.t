# PLAIN whose response comes when asked for; a token that replaces an older one.
>>>
AMQP\0\0\t\x01\
<<<
\x01\0\0\0\0\0:\0\n\0\n\0\t\0\0\0\x15\x07productS\0\0\0\x08RabbitMQ\0\0\0\x0ePLAIN AMQPLAIN\0\0\0\x05en_US\xce\
>>>
\x01\0\0\0\0\0)\0\n\0\x0b\0\0\0\x11\x07productS\0\0\0\x04pika\x05PLAIN\0\0\0\0\x05en_US\xce\
<<<
\x01\0\0\0\0\0\x08\0\n\0\x14\0\0\0\0\xce\
>>>
\x01\0\0\0\0\0\x14\0\n\0\x15\0\0\0\x0c\0crm1\0s3cret\xce\
<<<
\x01\0\0\0\0\0\x0c\0\n\0\x1e\x07\xff\0\x02\0\0\0<\xce\
>>>
\x01\0\0\0\0\0\x1e\0\n\0F\0\0\0\x0eopaque-token-1\x07expired\xce\
\x01\0\0\0\0\0A\0\n\0F\0\0\01eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\x07expired\xce\
<<<
\x01\0\0\0\0\0\x04\0\n\0G\xce\
===
< begin amqp.method tx=0
< text  Plain " \t productS RabbitMQ PLAIN AMQPLAIN en_US"
< end complete
> begin amqp.connection tx=1
> text header Headers "product: pika\n"
> end complete
> begin amqp.connection tx=2
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=2 Accepted
> begin amqp.connection tx=3
> credential bearer "":"opaque-token-1"  95 awaits
> end complete
> begin amqp.connection tx=4
> text response Plain "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
> end complete
