# A login that is accepted; messages with and without a length, heart-beats, what is delivered.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
<<<
CONNECTED\nversion:1.2\nserver:RabbitMQ/3.10.8\n\n\0\
\n\n\
>>>
\n\
SUBSCRIBE\nid:1\ndestination:/queue/customers\n\n\0\
SEND\ndestination:/queue/customers\ncontent-type:application/json\ncontent-length:43\nsource:crm\\c all\n\n{"name": "张三", "mobile": "13800138000"}\0\
\r\n\
SEND\r\ndestination:/queue/customers\r\nphone:13700137000\r\n\r\n{"name": "李四", "mobile": "13900139000"}\0\
SEND\ndestination:/queue/empty\ncontent-length:0\n\n\0\
<<<
MESSAGE\nsubscription:1\nmessage-id:7\ndestination:/queue/customers\ncontent-length:43\n\n{"name": "张三", "mobile": "13800138000"}\0\
\n\
MESSAGE\ndestination:/queue/customers\n\n{"name": "李四", "mobile": "13900139000"}\0\
RECEIPT\nreceipt-id:77\n\n\0\
>>>
DISCONNECT\nreceipt:77\n\n\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
< begin stomp.control tx=1 db user=crm1
< text header Headers "version: 1.2\nserver: RabbitMQ/3.10.8\n"
< end complete
> begin stomp.control tx=2 db table=/queue/customers user=crm1
> text topic Plain "/queue/customers"
> text header Headers "id: 1\n"
> end complete
> begin stomp.send tx=3 db table=/queue/customers user=crm1 type="application/json"
> text topic Plain "/queue/customers"
> text header Headers "source: crm: all\n"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
> begin stomp.send tx=4 db table=/queue/customers user=crm1
> text topic Plain "/queue/customers"
> text header Headers "phone: 13700137000\n"
> body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
> end complete
> begin stomp.send tx=5 db table=/queue/empty user=crm1
> text topic Plain "/queue/empty"
> end complete
< begin stomp.message tx=6 db table=/queue/customers user=crm1
< text topic Plain "/queue/customers"
< text header Headers "subscription: 1\nmessage-id: 7\n"
< body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
< end complete
< begin stomp.message tx=7 db table=/queue/customers user=crm1
< text topic Plain "/queue/customers"
< body "{\"name\": \"李四\", \"mobile\": \"13900139000\"}"
< end complete
< begin stomp.control tx=8 db user=crm1
< text header Headers "receipt-id: 77\n"
< end complete
> begin stomp.control tx=9 db user=crm1
> text header Headers "receipt: 77\n"
> end complete
