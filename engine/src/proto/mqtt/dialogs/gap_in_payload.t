# Bytes of a payload are missing: the rest of it is read, and the next packet.
>>>
\x10\x11\0\x04MQTT\x04\x02\0<\0\x05crm-1\
0d\0\rcrm/customers{"mobile": "13800138000", \
><> 31
>>>
"tel": "13900139000"       }\
05\0\x08crm/next{"name": "李四", "mobile": "13900139000"}\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> begin mqtt.publish tx=1 db table=crm/customers length=85
> text topic Plain "crm/customers"
> body "{\"mobile\": \"13800138000\", "
> body_gap 31
> body "\"tel\": \"13900139000\"       }"
> end complete
> begin mqtt.publish tx=2 db table=crm/next length=43
> text topic Plain "crm/next"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
