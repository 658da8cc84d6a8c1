# A CONNECT that contradicts itself.
>>>
\x10\x17\0\x04MQTT\x04\xc2\0<\0\x05crm-1\0\x99crm1\
>>>
02\0\x05crm/t{"name": "张三", "mobile": "13800138000"}\
===
> anomaly length_conflict packet
> begin mqtt tx=0
> derived "\x00\x04MQTT\x04\xc2\x00<\x00\x05crm-1\x00\x99crm1"
> end complete
> begin mqtt.publish tx=1 db table=crm/t length=43
> text topic Plain "crm/t"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
