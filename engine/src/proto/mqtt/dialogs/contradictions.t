# Lengths that contradict one another: each packet is scanned as it is, the next one is read.
>>>
\x10\x12\0\x04MQTT\x05\x02\0<\0\0\x05crm-1\
<<<
 \x03\0\0\0\
>>>
\x82\x15\0\x01\0\0Pcrm 13800138000\0\
0\n\0\x05crm/t@&\0\
06\0\x08crm/next\0{"name": "李四", "mobile": "13900139000"}\
>>>
08\0\x08crm/next\x02\x7f\0{"name": "张三", "mobile": "13800138000"}\
>>>
06\0\x08crm/next\0{"name": "张三", "mobile": "13800138000"}\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> anomaly length_conflict packet
> begin mqtt tx=1
> derived "\u{0}\u{1}\u{0}\u{0}Pcrm 13800138000\u{0}"
> end complete
> anomaly length_conflict packet
> begin mqtt tx=2
> body "\u{0}\u{5}crm/t@&\u{0}"
> end complete
> begin mqtt.publish tx=3 db table=crm/next length=43
> text topic Plain "crm/next"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> anomaly length_conflict packet
> begin mqtt tx=4
> body "\u{0}\u{8}crm/next\u{2}\u{7f}\u{0}{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin mqtt.publish tx=5 db table=crm/next length=43
> text topic Plain "crm/next"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
