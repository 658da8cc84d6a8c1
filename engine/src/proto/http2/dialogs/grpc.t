# gRPC: the login is judged by the status in the trailers; one call is answered by trailers alone.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
0000490104000000018386448d609652bdeb5093d25b10c4324941871ae5f23a6ba0bf5f8b1d75d0620d263d4c4d6564  # HEADERS 1
4082497f864d833505b11f5795ba34188a478a8f63df5f0274ba1e7d36f58d9c907f
000012000100000001000000000d0a0b3133383030313338303030  # DATA 1
0000270104000000038386c2c15f901d75d0620d263d4c4d6564ff75d8749f578fba51d85b1449faac0089969b71d79f  # HEADERS 3
000012000100000003000000000d0a0b3133383030313338303030  # DATA 3
<<< hex
000006040000000000000300000064  # SETTINGS
00000e010400000001885f8b1d75d0620d263d4c4d6564  # HEADERS 1
000012000000000001000000000d0a0b3133383030313338303030  # DATA 1
00001a01050000000140889acac8b21234da8f810740899acac8b5254207317f823f5f  # HEADERS 1, trailers
00001201050000000388c07f00820b9f7f0088f139d41d8553d1ed  # HEADERS 3
===
> transport http2 none
> transport grpc none
> stream 1
> begin http.request tx=0 POST host=a.example path=/crm.Customers/Add type="application/grpc"
> text path Plain "/crm.Customers/Add"
> text header Headers "host: a.example\r\ncontent-type: application/grpc\r\nte: trailers\r\n"
> text header:authorization Plain "lisi"
> credential basic "lisi":"Tr0ub4dor" header:authorization 95 awaits
> body "\u{0}\u{0}\u{0}\u{0}\r\n\u{b}13800138000"
> end complete
> stream 3
> begin http.request tx=1 POST host=a.example path=/crm.Customers/Add type="application/grpc+proto"
> text path Plain "/crm.Customers/Add"
> text header Headers "host: a.example\r\ncontent-type: application/grpc+proto\r\n"
> credential bearer "authorization":"tok-0123456789" header:authorization 95 awaits
> body "\u{0}\u{0}\u{0}\u{0}\r\n\u{b}13800138000"
> end complete
< stream 1
< begin http.response tx=0 POST host=a.example path=/crm.Customers/Add status=200 type="application/grpc"
< text header Headers "content-type: application/grpc\r\n"
< body "\u{0}\u{0}\u{0}\u{0}\r\n\u{b}13800138000"
< text trailer Headers "grpc-status: 0\r\ngrpc-message: ok\r\n"
> outcome tx=0 Accepted
< end complete
> outcome tx=1 Rejected
< stream 3
< begin http.response tx=1 POST host=a.example path=/crm.Customers/Add status=200
< text header Headers "content-type: application/grpc\r\ngrpc-status: 16\r\ngrpc-message: who are you\r\n"
< end complete
