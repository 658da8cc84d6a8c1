# Damage closes compressed messages for good; others are read.
<<< hex
c128aa56ca4bcc4d55b2528aca48cc4b57084fcd54d251cacd4fcacc01091a1a5b1818800903a55a0000  # sound
c105ffffffffff  # damaged
c10baa26a0d412a4d412ac1400  # refers to what is lost
8105706c61696e  # plain
===
> transport websocket none
< begin websocket.message tx=0
< derived "{\"name\":\"Zhang Wei\",\"mobile\":\"13800138000\"}"
< end complete
< begin websocket.message tx=1
< anomaly decode_failed a compressed message is damaged
< sealed 5 undecodable
< end cut
< begin websocket.message tx=2
< sealed 11 undecodable
< end cut
< begin websocket.message tx=3
< body "plain"
< end complete
