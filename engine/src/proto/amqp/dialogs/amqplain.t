# AMQPLAIN: a table without its length.
>>>
AMQP\0\0\t\x01\
<<<
\x01\0\0\0\0\0:\0\n\0\n\0\t\0\0\0\x15\x07productS\0\0\0\x08RabbitMQ\0\0\0\x0ePLAIN AMQPLAIN\0\0\0\x05en_US\xce\
>>>
\x01\0\0\0\0\0b\0\n\0\x0b\0\0\0$\x07productS\0\0\0\x01x\x05phoneS\0\0\0\x0b13800138000\x08AMQPLAIN\0\0\0#\x05LOGINS\0\0\0\x04crm1\x08PASSWORDS\0\0\0\x06s3cret\x05en_US\xce\
<<<
\x01\0\0\0\0\0\x0c\0\n\0\x1e\x07\xff\0\x02\0\0\0<\xce\
===
< begin amqp.method tx=0
< text  Plain " \t productS RabbitMQ PLAIN AMQPLAIN en_US"
< end complete
> begin amqp.connection tx=1
> text header Headers "product: x\nphone: 13800138000\n"
> credential amqplain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=1 Accepted
