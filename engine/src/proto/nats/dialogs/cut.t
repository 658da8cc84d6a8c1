# The connection breaks within a payload.
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
PUB crm.a 99\r\nmobile 13800138000\
>>|
===
> begin nats.connect tx=0
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin nats.publish tx=1 db table=crm.a user=crm1 length=99
> text topic Plain "crm.a"
> body "mobile 13800138000"
> end cut
