# Version 1.0 has no escapes.
>>>
CONNECT\nlogin:crm1\npasscode:s3cret\n\n\0\
<<<
CONNECTED\nsession:s-1\n\n\0\
>>>
SEND\ndestination:/queue/a\\c\npath:C:\\new\n\n{"name": "张三", "mobile": "13800138000"}\0\
===
> begin stomp.connect tx=0
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
< begin stomp.control tx=1 db user=crm1
< text header Headers "session: s-1\n"
< end complete
> begin stomp.send tx=2 db table=/queue/a\c user=crm1
> text topic Plain "/queue/a\\c"
> text header Headers "path: C:\\new\n"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
