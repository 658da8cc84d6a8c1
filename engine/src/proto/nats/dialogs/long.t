# A payload and a block of header fields that are longer than anything that is held.
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
>>>
PUB crm.t 70000\r\nmobile 13800138000 \{69981*x}\r\n\
>>>
HPUB crm.t 66000 66005\r\nNATS/1.0\r\na: \{65983*y}\r\n\r\nhello\r\n\
>>>
PUB crm.next 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
===
> begin nats.connect tx=0
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin nats.publish tx=1 db table=crm.t user=crm1 length=70000
> text topic Plain "crm.t"
> body "mobile 13800138000 xxxxxxxxxxxxxxxxxxxxx"... 70000 bytes #6d483aca
> end complete
> anomaly head_too_long header fields
> begin nats.publish tx=2 db table=crm.t user=crm1 length=66005
> text topic Plain "crm.t"
> body "NATS/1.0\r\na: yyyyyyyyyyyyyyyyyyyyyyyyyyy"... 66005 bytes #01109e53
> end complete
> begin nats.publish tx=3 db table=crm.next user=crm1 length=43
> text topic Plain "crm.next"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
