# CONNECTED was lost.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
<>< 60
<<<
MESSAGE\ndestination:/queue/a\ncontent-length:43\n\n{"name": "张三", "mobile": "13800138000"}\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
< anomaly parser_resync
> outcome tx=0 Accepted
< begin stomp.message tx=1 db table=/queue/a user=crm1
< text topic Plain "/queue/a"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
