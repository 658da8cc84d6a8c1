# Packets are missing: the next PUBLISH is found, what stands before it is scanned.
>>>
\x10\x1f\0\x04MQTT\x04\xc2\0<\0\x05crm-1\0\x04crm1\0\x06s3cret\
<<<
 \x02\0\0\
>>>
02\0\x05crm/a{"name": "张三", "mobile": "13800138000"}\
><> 500
>>>
of a payload 13800138000\
0\x03\0\t\
27\0\x08crm/next\0\t{"name": "李四", "mobile": "13900139000"}\
\xc0\0\
<>< 9
<<<
@\x02\0\t\
05\0\x08crm/down{"name": "张三", "mobile": "13800138000"}\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
> begin mqtt.publish tx=1 db table=crm/a user=crm1 length=43
> text topic Plain "crm/a"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin mqtt tx=2 db user=crm1
> body "of a payload 138001380000\u{3}\u{0}\t"
> end cut
> anomaly parser_resync
> begin mqtt.publish tx=3 db table=crm/next user=crm1 length=43
> text topic Plain "crm/next"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
< begin mqtt tx=4 db user=crm1
< body "@\u{2}\u{0}\t"
< end cut
< anomaly parser_resync
< begin mqtt.publish tx=5 db table=crm/down user=crm1 length=43
< text topic Plain "crm/down"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
