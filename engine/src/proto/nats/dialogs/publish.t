# A login that is accepted; messages with and without header fields, a request, what is delivered.
<<<
INFO {"server_id":"NA","version":"2.9.10","max_payload":1048576,"auth_required":true} \r\n\
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
PING\r\n\
<<<
PONG\r\n\
>>>
SUB crm.> workers 9\r\n\
PUB crm.customers 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
HPUB crm.customers 66 109\r\nNATS/1.0\r\nContent-Type: application/json\r\nX-Phone: 13700137000\r\n\r\n{"name": "李四", "mobile": "13900139000"}\r\n\
PUB crm.lookup _INBOX.abc.1 2\r\nC1\r\n\
PUB crm.lookup crm.answers 0\r\n\r\n\
UNSUB 9 5\r\n\
<<<
MSG crm.customers 9 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
HMSG crm.customers 9 66 109\r\nNATS/1.0\r\nContent-Type: application/json\r\nX-Phone: 13700137000\r\n\r\n{"name": "李四", "mobile": "13900139000"}\r\n\
MSG _INBOX.abc.1 9 43\r\n{"name": "李四", "mobile": "13900139000"}\r\n\
HMSG _INBOX.abc.2 9 16 16\r\nNATS/1.0 503\r\n\r\n\r\n\
===
< begin nats.info tx=0
< text  Plain "{\"server_id\":\"NA\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"auth_required\":true}"
< end complete
> begin nats.connect tx=1
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> transport nats none upgrade=not_offered
> outcome tx=1 Accepted
> begin nats.subscribe tx=2 db user=crm1
> text  Plain "crm.>"
> end complete
> begin nats.publish tx=3 db table=crm.customers user=crm1 length=43
> text topic Plain "crm.customers"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin nats.publish tx=4 db table=crm.customers user=crm1 type="application/json" length=43
> text topic Plain "crm.customers"
> text header Headers "Content-Type: application/json\nX-Phone: 13700137000\n"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> begin nats.publish tx=5 db table=crm.lookup user=crm1 length=2
> text topic Plain "crm.lookup"
> body "C1"
> end complete
> begin nats.publish tx=6 db table=crm.lookup user=crm1 length=0
> text topic Plain "crm.lookup"
> text header Headers "reply-to: crm.answers\n"
> end complete
< begin nats.message tx=7 db table=crm.customers user=crm1 length=43
< text topic Plain "crm.customers"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
< begin nats.message tx=8 db table=crm.customers user=crm1 type="application/json" length=43
< text topic Plain "crm.customers"
< text header Headers "Content-Type: application/json\nX-Phone: 13700137000\n"
< body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
< end complete
< begin nats.message tx=9 db table=_INBOX user=crm1 length=43
< text topic Plain "_INBOX"
< body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
< end complete
< begin nats.message tx=10 db table=_INBOX user=crm1 length=0
< text topic Plain "_INBOX"
< text header Headers "status: 503\n"
< end complete
