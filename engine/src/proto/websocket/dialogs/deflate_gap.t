# A gap in a compressed message closes those that follow.
<<< hex
c128aa56ca4bcc4d55b2  # cut
<>< 5
<<< hex
4b57084fcd54d251cacd4fcacc01091a1a5b1818800903a55a0000  # the rest
c10baa26a0d412a4d412ac1400  # refers to what is lost
8105706c61696e  # plain
===
> transport websocket none
< begin websocket.message tx=0
< body_gap 13
< sealed 27 undecodable
< end cut
< begin websocket.message tx=1
< sealed 11 undecodable
< end cut
< begin websocket.message tx=2
< body "plain"
< end complete
