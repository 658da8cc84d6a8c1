# Bytes of a payload are missing: the rest of it is read, and the next line. A gap up to a payload's end.
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
PUB crm.a 60\r\nmobile 13800138000 \
><> 20
>>>
 and 13900139000 too.\r\n\
PUB crm.b 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
>>>
PUB crm.c 30\r\nmobile\
><> 24
>>>
\r\n\
PUB crm.d 43\r\n{"name": "李四", "mobile": "13900139000"}\r\n\
===
> begin nats.connect tx=0
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin nats.publish tx=1 db table=crm.a user=crm1 length=60
> text topic Plain "crm.a"
> body "mobile 13800138000 "
> body_gap 20
> body " and 13900139000 too."
> end complete
> begin nats.publish tx=2 db table=crm.b user=crm1 length=43
> text topic Plain "crm.b"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin nats.publish tx=3 db table=crm.c user=crm1 length=30
> text topic Plain "crm.c"
> body "mobile"
> body_gap 24
> end complete
> begin nats.publish tx=4 db table=crm.d user=crm1 length=43
> text topic Plain "crm.d"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
