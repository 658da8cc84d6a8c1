# Frames are missing: the next are found where three follow one another.
<<< hex
81036f6e65  # one
810a3031323334  # cut
<>< 40
<<< hex
72657374206f662061207465787420313338303031333830303020  # out of place
810374776f  # two
81057468726565  # three
8204666f7572  # four
810466697665  # five
===
> transport websocket none
< begin websocket.message tx=0
< body "one"
< end complete
< begin websocket.message tx=1
< body "01234"
< end cut
< begin websocket.message tx=2
< body "rest of a text 13800138000 "
< end cut
< anomaly parser_resync
< begin websocket.message tx=3
< body "two"
< end complete
< begin websocket.message tx=4
< body "three"
< end complete
< begin websocket.message tx=5
< body "four"
< end complete
< begin websocket.message tx=6
< body "five"
< end complete
