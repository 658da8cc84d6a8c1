# A head that is longer than the limit, and more headers than are told.
@limit head_bytes 256
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
SEND\ndestination:/q/a\nx:yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n\nmobile 13800138000\0\
SEND\ndestination:/q/c\n\n{"name": "张三", "mobile": "13800138000"}\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> anomaly head_too_long head of a frame
> begin stomp tx=1 db user=crm1
> body "SEND\ndestination:/q/a\nx:yyyyyyyyyyyyyyyy"... 345 bytes #ed79a9a4
> end cut
> anomaly parser_resync
> begin stomp.send tx=2 db table=/q/c user=crm1
> text topic Plain "/q/c"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
