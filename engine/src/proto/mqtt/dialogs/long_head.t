# A head that is longer than the limit, and a long packet of another kind: scanned as they are.
@limit head_bytes 100
>>>
\x10\x12\0\x04MQTT\x05\x02\0<\0\0\x05crm-1\
>>>
0\xc8\x01\0\x05crm/t\x94\x01&\0\x01a\0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&\0\x06mobile\0\x0b13800138000{"name": "张三", "mobile": "13800138000"}\
\x82\xd2\x01\0\x01\0\0\xcccrm/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\0\
>>>
03\0\x05crm/t\0{"name": "李四", "mobile": "13900139000"}\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> anomaly head_too_long packet
> begin mqtt tx=1
> body "\x00\x05crm/t\x94\x01&\x00\x01a\x00xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&\x00\x06mobile\x00\x0b13800138000{\"name\": \"\xe5\xbc\xa0\xe4\xb8\x89\", \"mobile\": \"13800138000\"}"
> end complete
> anomaly head_too_long packet
> begin mqtt tx=2
> body "\x00\x01\x00\x00\xcccrm/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 210 bytes #15b955c4
> end complete
> begin mqtt.publish tx=3 db table=crm/t length=43
> text topic Plain "crm/t"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
