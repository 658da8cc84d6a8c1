# STOMP in the strings of SockJS, between stompjs and RabbitMQ.
<<< hex
81016f
>>> hex
81e7f44f6b60af6d282fba012e23a013050c9b28020ece2c190dc5130510953c18039b2b0e5a877c0812913b463083130501972c0e1080621d05863c
020f9a755a4ec6635a4ec5635a4ec4130508912e1914d92d0e0180755a50c47f4751c47f5b3c9a13053c817f5b50c46d36
<<< hex
817d615b22434f4e4e45435445445c6e7365727665723a5261626269744d512f332e31302e385c6e73657373696f6e3a73657373696f6e2d55544b6e
6446654a714863753369767a6e5a6e736e415c6e68656172742d626561743a313030302c313030305c6e76657273696f6e3a312e325c6e5c6e5c7530
3030305c6e225d
>>> hex
81bcc470c2cc9f5291998623819e8d328790aa19a6f6b705a0e1f42caca8a103b6a5aa11b6a5ab1ef8e3b505a7b9a15fb1a3a71ba8bf981e9ea29805
f2fcf440e09181fe0099b8b622b4e39471f1f6f27edadcd351c0d1d843c0d1d94c8e97c757d1cdd30dc7d7d549decbea4cd7d7d856d1d6c20fc0c1c6
478ed9c652d8d1d543c0d1d94c9bd2c54ddae4d841dbd6c247dacc9b4ed1d6d156dc828214e8d6ea4ccfe4944cd5d5d37e9682ea00510416c60c3196
7ee8e4945ae8e4ea00e89a9a7e96d5d940ddd4d37e9682ea00858b8e128489851a8488867e96c5ea578488861296e5
<<< hex
817e00fd615b224d4553534147455c6e737562736372697074696f6e3a7375622d305c6e64657374696e6174696f6e3a2f71756575652f736f636b6a
735c6e6d6573736167652d69643a545f7375622d30404073657373696f6e2d55544b6e6446654a714863753369767a6e5a6e736e414040315c6e7265
64656c6976657265643a66616c73655c6e636f6e74656e742d747970653a6170706c69636174696f6e2f6a736f6e5c6e636f6e74656e742d6c656e67
74683a34365c6e5c6e7b5c226e616d655c223a5c22e5bca0e4b889205c5c5c22785c5c5c225c222c5c226d6f62696c655c223a5c2231333830303133
383030305c227d5c75303030305c6e225d8107615b225c6e225d8107615b225c6e225d
>>> hex
8186562af4850d08a8eb7477
<<< hex
8107615b225c6e225d
>>> hex
81a9dc63b7be8741f3f78f20f8f09226f4ea800dc5dbbf06decea859d4d2b310d293ed3fd9e2b23fc28eec53879c81
<<< hex
812c615b22524543454950545c6e726563656970742d69643a636c6f73652d315c6e5c6e5c75303030305c6e225d
>>> hex
88823871fa9b3b99
<<< hex
8118635b313030302c224e6f726d616c20636c6f73757265225d881003e84e6f726d616c20636c6f73757265
===
> transport websocket none
< begin websocket.message tx=0
< body "o"
< end complete
> stream 2
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2,1.1,1.0\nheart-beat: 1000,1000\n"
> credential passcode "crm1":"s3cret-Pw"  95 awaits
> end complete
< stream 2
> outcome tx=0 Accepted
< begin stomp.control tx=1 db user=crm1
< text header Headers "server: RabbitMQ/3.10.8\nsession: session-UTKndFeJqHcu3ivznZnsnA\nheart-beat: 1000,1000\nversion: 1.2\n"
< end complete
> begin stomp.control tx=2 db table=/queue/sockjs user=crm1
> text topic Plain "/queue/sockjs"
> text header Headers "id: sub-0\n"
> end complete
> begin stomp.send tx=3 db table=/queue/sockjs user=crm1 type="application/json"
> text topic Plain "/queue/sockjs"
> derived "{\"name\":\"张三 \\\"x\\\"\",\"mobile\":\"13800138000\"}"
> end complete
< begin stomp.message tx=4 db table=/queue/sockjs user=crm1 type="application/json"
< text topic Plain "/queue/sockjs"
< text header Headers "subscription: sub-0\nmessage-id: T_sub-0@@session-UTKndFeJqHcu3ivznZnsnA@@1\nredelivered: false\n"
< derived "{\"name\":\"张三 \\\"x\\\"\",\"mobile\":\"13800138000\"}"
< end complete
> begin stomp.control tx=5 db user=crm1
> text header Headers "receipt: close-1\n"
> end complete
< begin stomp.control tx=6 db user=crm1
< text header Headers "receipt-id: close-1\n"
< end complete
> stream 1
> begin websocket.close tx=1
> body "\x03\xe8"
> end complete
< stream 1
< begin websocket.close tx=2
< body "\x03\xe8Normal closure"
< end complete
> stream 2
< stream 2
