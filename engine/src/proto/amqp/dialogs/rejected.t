# A login that the broker refuses by a close; the next one by AMQPLAIN.
>>>
AMQP\0\0\t\x01\
<<<
\x01\0\0\0\0\0:\0\n\0\n\0\t\0\0\0\x15\x07productS\0\0\0\x08RabbitMQ\0\0\0\x0ePLAIN AMQPLAIN\0\0\0\x05en_US\xce\
>>>
\x01\0\0\0\0\04\0\n\0\x0b\0\0\0\x11\x07productS\0\0\0\x04pika\x05PLAIN\0\0\0\x0b\0crm1\0wrong\x05en_US\xce\
<<<
\x01\0\0\0\0\0-\0\n\02\x01\x93"ACCESS_REFUSED - Login was refused\0\n\0\x0b\xce\
>>>
\x01\0\0\0\0\0\x04\0\n\03\xce\
===
< begin amqp.method tx=0
< text  Plain " \t productS RabbitMQ PLAIN AMQPLAIN en_US"
< end complete
> begin amqp.connection tx=1
> text header Headers "product: pika\n"
> credential plain "crm1":"wrong"  95 awaits
> end complete
> outcome tx=1 Rejected
< begin amqp.method tx=2 db user=crm1
< text  Plain " \"ACCESS_REFUSED - Login was refused \n "
< end complete
