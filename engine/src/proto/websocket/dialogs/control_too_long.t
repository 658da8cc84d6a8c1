# A ping may not have a length of two bytes, be it short: no frame, however the bytes come.
>>> hex
81 82 01 02 03 04 60 60
<<< hex
81 01 63 89 7e 00 00 81 01 63 81 01 63 81 01 63
===
> transport websocket none
> begin websocket.message tx=0
> body "ab"
> end complete
< begin websocket.message tx=1
< body "c"
< end complete
< anomaly header_malformed bytes that are no WebSocket frame
< begin websocket.message tx=2
< body "\x89~\x00\x00"
< end cut
< anomaly parser_resync
< begin websocket.message tx=3
< body "c"
< end complete
< begin websocket.message tx=4
< body "c"
< end complete
< begin websocket.message tx=5
< body "c"
< end complete
