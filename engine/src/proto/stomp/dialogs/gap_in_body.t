# Bytes of a body of known length are missing: the rest is read. Of another the next frame is looked for.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
SEND\ndestination:/q/a\ncontent-length:60\n\nmobile 13800138000 \
><> 20
>>>
 and 13900139000 too.\0\
SEND\ndestination:/q/b\n\n{"name": "张三", "mobile": "13800138000"}\0\
>>>
SEND\ndestination:/q/c\n\nmobile 13800138000 \
><> 20
>>>
 and 13900139000 \nERROR\nx:y too\0\n\
SEND\ndestination:/q/d\n\n{"name": "李四", "mobile": "13900139000"}\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> begin stomp.send tx=1 db table=/q/a user=crm1
> text topic Plain "/q/a"
> body "mobile 13800138000 "
> body_gap 20
> body " and 13900139000 too."
> end complete
> begin stomp.send tx=2 db table=/q/b user=crm1
> text topic Plain "/q/b"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin stomp.send tx=3 db table=/q/c user=crm1
> text topic Plain "/q/c"
> body "mobile 13800138000 "
> end cut
> begin stomp tx=4 db user=crm1
> body " and 13900139000 \nERROR\nx:y too\u{0}\n"
> end cut
> anomaly parser_resync
> begin stomp.send tx=5 db table=/q/d user=crm1
> text topic Plain "/q/d"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
