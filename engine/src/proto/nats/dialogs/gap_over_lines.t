# Lines are missing: the next line is found, what stands before it is scanned.
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
><> 200
>>>
of a payload 13800138000\r\nPUB not a line\r\n\
PUB crm.b 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
><> 99
>>>
PUB crm.c 43\r\n{"name": "李四", "mobile": "13900139000"}\r\n\
<>< 400
<<<
"x"}\r\nPONG\r\n\
MSG crm.b 9 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
===
> begin nats.connect tx=0
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin nats tx=1 db user=crm1
> body "of a payload 13800138000\r\nPUB not a line\r\n"
> end cut
> anomaly parser_resync
> begin nats.publish tx=2 db table=crm.b user=crm1 length=43
> text topic Plain "crm.b"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> anomaly parser_resync
> begin nats.publish tx=3 db table=crm.c user=crm1 length=43
> text topic Plain "crm.c"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
< begin nats tx=4 db user=crm1
< body "\"x\"}\r\n"
< end cut
< anomaly parser_resync
> outcome tx=0 Accepted
< begin nats.message tx=5 db table=crm.b user=crm1 length=43
< text topic Plain "crm.b"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
