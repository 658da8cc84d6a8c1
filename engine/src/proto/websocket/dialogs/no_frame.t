# A reserved opcode, a long ping, a fragment of nothing, a message within another.
>>> hex
818337fa213d589444  # one
838837fa213d459f5258458c4459  # opcode 3
818137fa213d56818137fa213d56818137fa213d56  # three messages
<<< hex
800a6f66206e6f7468696e67  # fragment
810162810162810162  # three messages
01046f70656e  # open
810163810163810163  # within
897e0080  # long ping
===
> transport websocket none
> begin websocket.message tx=0
> body "one"
> end complete
> anomaly header_malformed bytes that are no WebSocket frame
> begin websocket.message tx=1
> body "\x83\x887\xfa!=E\x9fRXE\x8cDY"
> end cut
> anomaly parser_resync
> begin websocket.message tx=2
> body "a"
> end complete
> begin websocket.message tx=3
> body "a"
> end complete
> begin websocket.message tx=4
> body "a"
> end complete
< anomaly header_malformed bytes that are no WebSocket frame
< begin websocket.message tx=5
< body "\x80\nof nothing"
< end cut
< anomaly parser_resync
< begin websocket.message tx=6
< body "b"
< end complete
< begin websocket.message tx=7
< body "b"
< end complete
< begin websocket.message tx=8
< body "b"
< end complete
< begin websocket.message tx=9
< body "open"
< anomaly header_malformed bytes that are no WebSocket frame
< end cut
< anomaly parser_resync
< begin websocket.message tx=10
< body "c"
< end complete
< begin websocket.message tx=11
< body "c"
< end complete
< begin websocket.message tx=12
< body "c"
< end complete
< anomaly header_malformed bytes that are no WebSocket frame
< begin websocket.message tx=13
< body "\x89~"
< end cut
