# Options that are no JSON.
>>>
CONNECT {"user":"crm1","pass":"s3cret","x"\r\n\
PUB crm.a 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
===
> begin nats.connect tx=0
> anomaly header_malformed options of CONNECT
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin nats.publish tx=1 db table=crm.a user=crm1 length=43
> text topic Plain "crm.a"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
