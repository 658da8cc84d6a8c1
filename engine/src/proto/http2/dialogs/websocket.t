# WebSocket within a stream, its frames cut by DATA; another that is refused.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a00000004000000000000007701040000000100073a6d6574
686f6407434f4e4e45435400093a70726f746f636f6c09776562736f636b657400073a736368656d6505687474707300
053a70617468052f63686174000a3a617574686f726974790e63726d2e6578616d706c652e636e00157365632d776562
736f636b65742d76657273696f6e023133
<<< hex
00000004000000000000003a01040000000100073a7374617475730332303000187365632d776562736f636b65742d65
7874656e73696f6e73127065726d6573736167652d6465666c617465
>>> hex
000003000000000001819837000037000000000001fa213d4cd84c5255934d5815c0030c04c2110d06c9190d07ca0340
c19637fa213d9dacebf07830ed746248730f034c110db7ea6b8837fa
<<< hex
00001a000000000001811168656c6c6f203133383030313338303032880503e8627965000000000100000001
>>> hex
000006000100000001888037fa213d00004c01040000000300073a6d6574686f6407434f4e4e45435400093a70726f74
6f636f6c09776562736f636b657400053a70617468032f6e6f000a3a617574686f726974790e63726d2e6578616d706c
652e636e
<<< hex
00002601040000000300073a73746174757303343033000c636f6e74656e742d747970650a746578742f706c61696e00
000e0001000000036e6f203133383030313338303033

===
> transport http2 none
> stream 1
> begin http.request tx=0 CONNECT host=crm.example.cn path=/chat
> text path Plain "/chat"
> text header Headers "host: crm.example.cn\r\nsec-websocket-version: 13\r\n"
> end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 CONNECT host=crm.example.cn path=/chat status=200
< text header Headers "sec-websocket-extensions: permessage-deflate\r\n"
< end complete
> begin websocket.message tx=1 CONNECT host=crm.example.cn path=/chat status=200
> derived "{\"mobile\":\"13800138000\"}"
> end complete
> begin websocket.message tx=2 CONNECT host=crm.example.cn path=/chat status=200
> derived "{\"mobile\":\"13800138001\"}"
> end complete
< begin websocket.message tx=3 CONNECT host=crm.example.cn path=/chat status=200
< derived "hello 13800138002"
< end complete
< stream 2147483649
< begin websocket.close tx=4 CONNECT host=crm.example.cn path=/chat status=200
< derived "\x03\xe8bye"
< end complete
> stream 2147483649
> begin websocket.close tx=5 CONNECT host=crm.example.cn path=/chat status=200
> end complete
> stream 3
> begin http.request tx=1 CONNECT host=crm.example.cn path=/no
> text path Plain "/no"
> text header Headers "host: crm.example.cn\r\n"
> end complete
> outcome tx=1 Rejected
< stream 3
< begin http.response tx=1 CONNECT host=crm.example.cn path=/no status=403 type="text/plain"
< text header Headers "content-type: text/plain\r\n"
< body "no 13800138003"
< end complete
