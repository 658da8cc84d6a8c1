# A body in frames that are longer than anything that is held; a method that is too long to be held.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\x018\x80\0\0\xce\
>>>
\x03\0\x01\0\x01\x11pmobile 13800138000 \{69981*x}\xce\
>>>
\x03\0\x01\0\0'\x10\{10000*y}\xce\
>>>
\x01\0\x01\0\x01\x11p\02\0\n\{69996*z}\xce\
>>>
\x01\0\x01\0\0\0\n\0<\0(\0\0\0\x01q\0\xce\
\x02\0\x01\0\0\0\x0e\0<\0\0\0\0\0\0\0\0\0+\0\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
===
> stream 2
> begin amqp.publish tx=0 db table=q length=80000
> text topic Plain "q"
> body "mobile 13800138000 xxxxxxxxxxxxxxxxxxxxx"... 80000 bytes #32622fca
> end complete
> anomaly head_too_long frame
> stream 0
> begin amqp tx=1
> body "\u{0}2\u{0}\nzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"... 70001 bytes #7ac74f12
> end complete
> stream 2
> begin amqp.publish tx=2 db table=q length=43
> text topic Plain "q"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
