# Version 3.1.1: a login that is accepted; messages of every quality of service, and what a subscriber gets.
>>>
\x10\x1f\0\x04MQTT\x04\xc2\0<\0\x05crm-1\0\x04crm1\0\x06s3cret\
<<<
 \x02\0\0\
>>>
0:\0\rcrm/customers{"name": "张三", "mobile": "13800138000"}\
2<\0\rcrm/customers\0\x07{"name": "李四", "mobile": "13900139000"}\
4\x16\0\x07crm/log\0\x08hello there\
<<<
@\x02\0\x07\
P\x02\0\x08\
>>>
b\x02\0\x08\
\x82\x1d\0\t\0\x05crm/#\x01\0\x10$share/all/log/+\0\
<<<
p\x02\0\x08\
\x90\x04\0\t\x01\0\
2<\0\rcrm/customers\0\x02{"name": "张三", "mobile": "13800138000"}\
>>>
@\x02\0\x02\
\xa2\t\0\n\0\x05crm/#\
\xc0\0\
0\x0b\0\tcrm/empty\
<<<
\xb0\x02\0\n\
\xd0\0\
>>>
\xe0\0\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
> begin mqtt.publish tx=1 db table=crm/customers user=crm1 length=43
> text topic Plain "crm/customers"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin mqtt.publish tx=2 db table=crm/customers user=crm1 length=43
> text topic Plain "crm/customers"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> begin mqtt.publish tx=3 db table=crm/log user=crm1 length=11
> text topic Plain "crm/log"
> body "hello there"
> end complete
> begin mqtt.subscribe tx=4 db user=crm1
> text topic Plain "crm/#\n$share/all/log/+\n"
> end complete
< begin mqtt.publish tx=5 db table=crm/customers user=crm1 length=43
< text topic Plain "crm/customers"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
> begin mqtt.subscribe tx=6 db user=crm1
> text topic Plain "crm/#\n"
> end complete
> begin mqtt.publish tx=7 db table=crm/empty user=crm1 length=0
> text topic Plain "crm/empty"
> end complete
