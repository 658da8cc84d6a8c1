# Every property, and headers of every type that matters.
>>>
AMQP\0\0\t\x01\
\x01\0\x01\0\0\0\r\0<\0(\0\0\x03crm\x01k\0\xce\
\x02\0\x01\0\0\0\xbd\0<\0\0\0\0\0\0\0\0\0+\xff\xfc\x10application/json\x05utf-8\0\0\0W\x06mobilel\0\0\0\x03*\xa1\x9b@\x04nameS\0\0\0\x02Li\x06nestedF\0\0\0\x14\x03telS\0\0\0\x0b13700137000\x04listA\0\0\0\x0cS\0\0\0\x01aS\0\0\0\x01b\x02okt\x01\x02\x05\x06corr-1\x07reply.q\x0560000\x05msg-1\0\0\0\0\0\0\0\0\x08customer\x04crm1\x08exporter\0\xce\
\x03\0\x01\0\0\0+{"name": "张三", "mobile": "13800138000"}\xce\
===
> stream 2
> begin amqp.publish tx=0 db table=crm/k type="application/json" length=43
> text topic Plain "crm/k"
> text header Headers "mobile: 13600136000\nname: Li\nnested.tel: 13700137000\nlist: a\nlist: b\ncorrelation-id: corr-1\nreply-to: reply.q\nexpiration: 60000\nmessage-id: msg-1\ntype: customer\nuser-id: crm1\napp-id: exporter\n"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
