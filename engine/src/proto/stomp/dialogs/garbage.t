# Bytes that are no frame, and a body that is longer than announced.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
EXPORT\nx:13800138000\n\n\0\
SEND\ndestination:/q/a\ncontent-length:5\n\n{"name": "张三", "mobile": "13800138000"}\0\
SEND\ndestination:/q/b\n\n{"name": "李四", "mobile": "13900139000"}\0\
<<<
HTTP/1.1 400 no\r\n\r\n\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> begin stomp tx=1 db user=crm1
> body "EXPORT\nx:13800138000\n\n\u{0}"
> end cut
> anomaly parser_resync
> begin stomp.send tx=2 db table=/q/a user=crm1
> text topic Plain "/q/a"
> body "{\"nam"
> end complete
> anomaly length_conflict body
> begin stomp tx=3 db user=crm1
> body "e\": \"张三\", \"mobile\": \"13800138000\"}\u{0}"
> end cut
> anomaly parser_resync
> begin stomp.send tx=4 db table=/q/b user=crm1
> text topic Plain "/q/b"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
< begin stomp tx=5 db user=crm1
< body "HTTP/1.1 400 no\r\n\r\n"
< end cut
