# A head is cut by a gap.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
SEND\ndestination:/q/a\ncontent-le\
><> 20
>>>
of a body 13800138000\0\
SEND\ndestination:/q/b\n\n{"name": "张三", "mobile": "13800138000"}\0\
><> 5
>>>
\n\
SEND\ndestination:/q/c\n\n{"name": "李四", "mobile": "13900139000"}\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> begin stomp tx=1 db user=crm1
> body "of a body 13800138000\u{0}"
> end cut
> anomaly parser_resync
> begin stomp.send tx=2 db table=/q/b user=crm1
> text topic Plain "/q/b"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin stomp tx=3 db user=crm1
> body "\n"
> end cut
> anomaly parser_resync
> begin stomp.send tx=4 db table=/q/c user=crm1
> text topic Plain "/q/c"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
