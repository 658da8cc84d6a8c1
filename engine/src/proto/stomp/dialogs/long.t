# Bodies that are longer than anything that is held.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
>>>
SEND\ndestination:/q/a\ncontent-length:70000\n\nmobile 13800138000 \{69981*x}\0\
>>>
SEND\ndestination:/q/b\n\nmobile 13900139000 \{69981*x}\0\
>>>
SEND\ndestination:/q/c\n\n{"name": "张三", "mobile": "13800138000"}\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> begin stomp.send tx=1 db table=/q/a user=crm1
> text topic Plain "/q/a"
> body "mobile 13800138000 xxxxxxxxxxxxxxxxxxxxx"... 70000 bytes #6d483aca
> end complete
> begin stomp.send tx=2 db table=/q/b user=crm1
> text topic Plain "/q/b"
> body "mobile 13900139000 xxxxxxxxxxxxxxxxxxxxx"... 70000 bytes #eaf1f62a
> end complete
> begin stomp.send tx=3 db table=/q/c user=crm1
> text topic Plain "/q/c"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
