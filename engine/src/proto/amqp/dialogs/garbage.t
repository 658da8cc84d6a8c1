# Bytes that are no frame, and frames that do not end.
>>>
AMQP\0\0\t\x01\
\x07what 13800138000 \
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}!\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01r\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "李四", "mobile": "13900139000"}\xce\
<<<
HTTP/1.1 400 no\r\n\r\n\
===
> begin amqp tx=0
> body "\u{7}what 13800138000 "
> end cut
> anomaly parser_resync
> stream 2
> begin amqp.publish tx=1 db table=q length=43
> text topic Plain "q"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> stream 0
> begin amqp tx=2
> body "!"
> end cut
> anomaly parser_resync
> stream 2
> begin amqp.publish tx=3 db table=r length=43
> text topic Plain "r"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
< begin amqp tx=4
< body "HTTP/1.1 400 no\r\n\r\n"
< end cut
