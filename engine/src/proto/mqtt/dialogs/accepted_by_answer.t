# CONNACK was lost: who goes on with a client has accepted it.
>>>
\x10\x1f\0\x04MQTT\x04\xc2\0<\0\x05crm-1\0\x04crm1\0\x06s3cret\
<>< 4
>>>
2<\0\rcrm/customers\0\x01{"name": "张三", "mobile": "13800138000"}\
<<<
2<\0\rcrm/customers\0\x01{"name": "张三", "mobile": "13800138000"}\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> begin mqtt.publish tx=1 db table=crm/customers user=crm1 length=43
> text topic Plain "crm/customers"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
< anomaly parser_resync
< begin mqtt.publish tx=2 db table=crm/customers user=crm1 length=43
< text topic Plain "crm/customers"
> outcome tx=0 Accepted
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
