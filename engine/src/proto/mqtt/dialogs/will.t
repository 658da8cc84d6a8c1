# A will, whose payload is content of its own; version 5 tells its type. No login.
>>>
\x10m\0\x04MQTT\x05\x06\0<\0\0\x05crm-1#\x03\0\x10application/json\x18\0\0\0\x05&\0\x03who\0\x03crm\0\x08crm/gone\0+{"name": "张三", "mobile": "13800138000"}\
<<<
 \x03\0\0\0\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> begin mqtt.will tx=0 db table=crm/gone type="application/json"
> text topic Plain "crm/gone"
> text header Headers "who: crm\n"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
