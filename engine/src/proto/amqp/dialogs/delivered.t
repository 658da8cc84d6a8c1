# Contents that are delivered, got and returned.
<<<
\x01\0\0\0\0\0:\0\n\0\n\0\t\0\0\0\x15\x07productS\0\0\0\x08RabbitMQ\0\0\0\x0ePLAIN AMQPLAIN\0\0\0\x05en_US\xce\
<<<
\x01\0\x01\0\0\0\x1b\0<\0<\x05ctag1\0\0\0\0\0\0\0\0\0\x03crm\x03new\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
<<<
\x01\0\x01\0\0\0\x1c\0<\0G\0\0\0\0\0\0\0\0\0\0\tcustomers\0\0\0\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "李四", "mobile": "13900139000"}\xce\
<<<
\x01\0\x01\0\0\0\x1b\0<\02\x018\x08NO_ROUTE\x03crm\x07nowhere\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
>>>
\x01\0\x01\0\0\0\r\0<\0P\0\0\0\0\0\0\0\0\0\xce\
===
< begin amqp.method tx=0
< text  Plain " \t productS RabbitMQ PLAIN AMQPLAIN en_US"
< end complete
< stream 2
< begin amqp.deliver tx=1 db table=crm/new length=43
< text topic Plain "crm/new"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
< begin amqp.get tx=2 db table=customers length=43
< text topic Plain "customers"
< body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
< end complete
< begin amqp.return tx=3 db table=crm/nowhere length=43
< text topic Plain "crm/nowhere"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
