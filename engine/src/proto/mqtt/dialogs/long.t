# A payload that is longer than anything that is held flows through.
>>>
\x10\x11\0\x04MQTT\x04\x02\0<\0\x05crm-1\
>>>
0\xfb\xa2\x04\0\tcrm/tablemobile 13800138000 \{69981*x}\
>>>
\xc0\0\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> begin mqtt.publish tx=1 db table=crm/table length=70000
> text topic Plain "crm/table"
> body "mobile 13800138000 xxxxxxxxxxxxxxxxxxxxx"... 70000 bytes #6d483aca
> end complete
