# The gap ends with a payload.
>>>
\x10\x11\0\x04MQTT\x04\x02\0<\0\x05crm-1\
02\0\rcrm/customersmobile 13800138000 \
><> 16
>>>
05\0\x08crm/next{"name": "李四", "mobile": "13900139000"}\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> begin mqtt.publish tx=1 db table=crm/customers length=35
> text topic Plain "crm/customers"
> body "mobile 13800138000 "
> end cut
> begin mqtt.publish tx=2 db table=crm/next length=43
> text topic Plain "crm/next"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
