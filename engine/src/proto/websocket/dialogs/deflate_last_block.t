# A last block ends the stream; the next message begins another (RFC 7692 7.2.3.4).
<<< hex
c10dcb492c2e5148cac94fce060000  # BFINAL
c128aa56ca4bcc4d55b2528aca48cc4b57084fcd54d251cacd4fcacc01091a1a5b1818800903a55a0000  # a new stream
===
> transport websocket none
< begin websocket.message tx=0
< derived "last block"
< end complete
< begin websocket.message tx=1
< derived "{\"name\":\"Zhang Wei\",\"mobile\":\"13800138000\"}"
< end complete
