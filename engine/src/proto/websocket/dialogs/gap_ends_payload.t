# The gap ends with its frame.
<<< hex
010a3031323334  # cut
<>< 5
<<< hex
8003656e64  # last fragment
81046e657874  # next
===
> transport websocket none
< begin websocket.message tx=0
< body "01234"
< body_gap 5
< body "end"
< end cut
< begin websocket.message tx=1
< body "next"
< end complete
