# The connection breaks within a payload, and within a head.
>>>
\x10\x11\0\x04MQTT\x04\x02\0<\0\x05crm-1\
0d\0\rcrm/customers{"mobile": "13800138000"\
<<<
 \
>>|
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> begin mqtt.publish tx=1 db table=crm/customers length=85
> text topic Plain "crm/customers"
> body "{\"mobile\": \"13800138000\""
> end cut
