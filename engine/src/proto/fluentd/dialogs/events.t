# What is agreed on, then events alone, in a list, packed, and compressed; an acknowledgement.
<<< hex
92a448454c4f82a56e6f6e6365a430313233a96b656570616c697665c3
>>> hex
96a450494e47af686f73742e6578616d706c652e636ea473616c74a430613162a3616d79a432633364
<<< hex
95a4504f4e47c3a0ae7372762e6578616d706c652e636ea434653566
>>> hex
93a963726d2e6c6f67696ece6553f10083a475736572a3616d79a870617373776f7264ad426c75652d4865726f6e2d34
31a66d6f62696c65cf00000003368d6510
93a863726d2e726f77739292d7006553f1010000000081a16eab313338303031333830303192d7006553f10200000000
81a16eab313338303031333830303281a56368756e6bb870386e39676d7854515643382f6e6832776c4b4b65513d3d
<<< hex
81a361636bb870386e39676d7854515643382f6e6832776c4b4b65513d3d
>>> hex
93aa63726d2e7061636b6564c5002a92ce0000000181a16eab313338303031333830303392ce0000000281a16eab3133
38303031333830303481a473697a6502
93a863726d2e677a6970c5002d1f8b08000000000002039b748e818181b17161de6a43630b030330613c0924c8842a68
0200152c224e2a00000081aa636f6d70726573736564a4677a6970

===
< begin fluentd.message tx=0 db table=HELO type="application/msgpack"
< text topic Plain "HELO"
< body "\x92\xa4HELO\x82\xa5nonce\xa40123\xa9keepalive\xc3"
< end complete
> begin fluentd.message tx=1 db table=PING type="application/msgpack"
> text topic Plain "PING"
> body "\x96\xa4PING\xafhost.example.cn\xa4salt\xa40a1b\xa3amy\xa42c3d"
> end complete
< begin fluentd.message tx=2 db table=PONG type="application/msgpack"
< text topic Plain "PONG"
< body "\x95\xa4PONG\xc3\xa0\xaesrv.example.cn\xa44e5f"
< end complete
> begin fluentd.message tx=3 db table=crm.login type="application/msgpack"
> text topic Plain "crm.login"
> body "\x93\xa9crm.login\xceeS\xf1\x00\x83\xa4user\xa3amy\xa8password\xadBlue-Heron-41\xa6mobile\xcf\x00\x00\x00\x036\x8de\x10"
> end complete
> begin fluentd.message tx=4 db table=crm.rows type="application/msgpack"
> text topic Plain "crm.rows"
> body "\x93\xa8crm.rows\x92\x92\xd7\x00eS\xf1\x01\x00\x00\x00\x00\x81\xa1n\xab13800138001\x92\xd7\x00eS\xf1\x02\x00\x00\x00\x00\x81\xa1n\xab13800138002\x81\xa5chunk\xb8p8n9gmxTQVC8/nh2wlKKeQ=="
> end complete
< begin fluentd.message tx=5 type="application/msgpack"
< body "\x81\xa3ack\xb8p8n9gmxTQVC8/nh2wlKKeQ=="
< end complete
> begin fluentd.message tx=6 db table=crm.packed type="application/msgpack" length=42
> text topic Plain "crm.packed"
> body "\x92\xce\x00\x00\x00\x01\x81\xa1n\xab13800138003\x92\xce\x00\x00\x00\x02\x81\xa1n\xab13800138004"
> end complete
> begin fluentd.message tx=7 db table=crm.gzip type="application/msgpack" codings=[Gzip] length=45
> text topic Plain "crm.gzip"
> body "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x9bt\x8e\x81\x81\x81\xb1qa\xdejCc\x0b\x03\x030a<\t$\xc8\x84*h\x02\x00\x15,\"N*\x00\x00\x00"
> end complete
