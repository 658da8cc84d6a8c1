# A header without a colon, repeated ones, a length that is none.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
SEND\ndestination:/q/a\ndestination:/q/b\noops\ncontent-length:many\n\n{"name": "张三", "mobile": "13800138000"}\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> anomaly header_malformed headers of a frame
> begin stomp.send tx=1 db table=/q/a user=crm1
> text topic Plain "/q/a"
> text header Headers "value: oops\n"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
