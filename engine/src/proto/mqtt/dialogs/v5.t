# Version 5: content type, user properties, response topic, topic aliases of both directions.
>>>
\x109\0\x04MQTT\x05\xc2\0<\x19\x11\0\0\0<&\0\x04site\0\x0b13700137000\0\x05crm-1\0\x04crm1\0\x06s3cret\
<<<
 \x0f\0\0\x0c\x12\0\x06auto-1"\0\n\
>>>
0\x81\x01\0\rcrm/customersF\x03\0\x10application/json#\0\x01&\0\x06mobile\0\x0b13600136000\x08\0\x06crm/re\t\0\x04id 7\x01\x01\x02\0\0\0\t\x0b\x81\x01{"name": "张三", "mobile": "13800138000"}\
>>>
01\0\0\x03#\0\x01{"name": "李四", "mobile": "13900139000"}\
01\0\0\x03#\0\x02{"name": "李四", "mobile": "13900139000"}\
<<<
0 \0\x08crm/down\x03#\0\x01mobile=13800138000\
0\x18\0\0\x03#\0\x01mobile=13900139000\
>>>
\x82\r\0\x01\x02\x0b\x01\0\x05crm/#\0\
@\x1a\0\x02\x87\x16\x1f\0\x13not for 13800138000\
<<<
\x90\x12\0\x01\x0e\x1f\0\x0bas you like\0\
\xe0\x0f\x8b\r\x1f\0\ngoing down\
===
> begin mqtt.connect tx=0
> text header Headers "site: 13700137000\n"
> text client_id Plain "crm-1"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
< begin mqtt.control tx=1
< text header Headers "assigned-client-id: auto-1\n"
< end complete
> begin mqtt.publish tx=2 db table=crm/customers user=crm1 type="application/json" length=43
> text topic Plain "crm/customers"
> text header Headers "mobile: 13600136000\nresponse-topic: crm/re\ncorrelation-data: id 7\n"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin mqtt.publish tx=3 db table=crm/customers user=crm1 length=43
> text topic Plain "crm/customers"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> begin mqtt.publish tx=4 db user=crm1 length=43
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
< begin mqtt.publish tx=5 db table=crm/down user=crm1 length=18
< text topic Plain "crm/down"
< body "mobile=13800138000"
< end complete
< begin mqtt.publish tx=6 db table=crm/down user=crm1 length=18
< text topic Plain "crm/down"
< body "mobile=13900139000"
< end complete
> begin mqtt.subscribe tx=7 db user=crm1
> text topic Plain "crm/#\n"
> end complete
> begin mqtt.control tx=8
> text header Headers "reason: not for 13800138000\n"
> end complete
< begin mqtt.control tx=9
< text header Headers "reason: as you like\n"
< end complete
< begin mqtt.control tx=10
< text header Headers "reason: going down\n"
< end complete
