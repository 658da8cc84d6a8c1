# Lines that are none, and a payload that does not end where it should.
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
EXPORT 13800138000\r\n\
PUB crm.a 43\r\n{"name": "张三", "mobile": "13800138000"}!!\r\n\
PUB crm.b 43\r\n{"name": "李四", "mobile": "13900139000"}\r\n\
<<<
HTTP/1.1 400 no\r\n\r\n\
===
> begin nats.connect tx=0
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin nats tx=1 db user=crm1
> body "EXPORT 13800138000\r\n"
> end cut
> anomaly parser_resync
> begin nats.publish tx=2 db table=crm.a user=crm1 length=43
> text topic Plain "crm.a"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> anomaly length_conflict payload
> begin nats tx=3 db user=crm1
> body "!!\r\n"
> end cut
> anomaly parser_resync
> begin nats.publish tx=4 db table=crm.b user=crm1 length=43
> text topic Plain "crm.b"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
< begin nats tx=5 db user=crm1
< body "HTTP/1.1 400 no\r\n\r\n"
< end cut
