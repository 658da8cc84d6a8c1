# A gap within DATA: a message goes on behind it, or frames are found again.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a00000004000000000000007701040000000100073a6d6574
686f6407434f4e4e45435400093a70726f746f636f6c09776562736f636b657400073a736368656d6505687474707300
053a70617468052f63686174000a3a617574686f726974790e63726d2e6578616d706c652e636e00157365632d776562
736f636b65742d76657273696f6e023133
<<< hex
00000004000000000000003a01040000000100073a7374617475730332303000187365632d776562736f636b65742d65
7874656e73696f6e73127065726d6573736167652d6465666c617465
>>> hex
000048000000000001819e37fa213d5a9543545b9f010c04c2110d06c919
><> 8
>>> hex
0d06c9190d07cb819e37fa213d5a9543545b9f010c04c2110d06c9190d07ca010c04c2110d06c9190d07cb

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
> derived "mobile 13800138"
> body_gap 8
> derived "0138001"
> end cut
> begin websocket.message tx=2 CONNECT host=crm.example.cn path=/chat status=200
> derived "mobile 13800138000 13800138001"
> end complete
