# Bytes that are no packet; a PUBLISH behind them is found.
>>>
\x10\x11\0\x04MQTT\x04\x02\0<\0\x05crm-1\
\xf3\x12zzzz 13800138000 \
05\0\x08crm/next{"name": "李四", "mobile": "13900139000"}\
b\x05\
<<<
HTTP/1.1 400 no\r\n\r\n\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> end complete
> begin mqtt tx=1
> body "\xf3\x12zzzz 13800138000 "
> end cut
> anomaly parser_resync
> begin mqtt.publish tx=2 db table=crm/next length=43
> text topic Plain "crm/next"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> begin mqtt tx=3
> body "b\u{5}"
< begin mqtt tx=4
< body "HTTP/1.1 400 no\r\n\r\n"
> end cut
< end cut
