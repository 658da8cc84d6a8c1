# Header fields are cut by a gap: the rest is scanned without a subject.
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
HPUB crm.a 40 60\r\nNATS/1.0\r\nX-Pho\
><> 5
>>>
3800138000\r\n\r\n\r\n\r\nmobile 13900139000 xyz\r\n\
PUB crm.b 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
===
> begin nats.connect tx=0
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin nats tx=1 db user=crm1
> body_gap 5
> body "3800138000\r\n\r\n\r\n\r\nmobile 13900139000 xyz"
> end complete
> begin nats.publish tx=2 db table=crm.b user=crm1 length=43
> text topic Plain "crm.b"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
