# The head of a packet is cut by a gap: the rest of the packet is scanned as it is.
>>>
\x10\x11\0\x04MQTT\x04\x02\0<\0\x05crm-1\
22\0\rcrm/cus\
><> 6
>>>
 mobile 13800138000 and some more..\
05\0\x08crm/next{"name": "李四", "mobile": "13900139000"}\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> begin mqtt tx=1
> body_gap 6
> body " mobile 13800138000 and some more.."
> end complete
> begin mqtt.publish tx=2 db table=crm/next length=43
> text topic Plain "crm/next"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
