# A method is cut by a gap: the rest of its frame is scanned, the content behind it has no topic.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\x15\0<\0(\0\0\x03cr\
><> 6
>>>
omers\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
===
> begin amqp tx=0
> body "omers\x00\xce"
> end complete
> stream 2
> begin amqp.content tx=1 length=43
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
