# Messages of both sides, masked and not, with the lengths of every form.
>>> hex
819837fa213d4cd84c5255934d5815c0030c04c2110d06c9190d07ca0340  # text
82fe00960000000001020301020301020301020301020301020301020301020301020301020301020301020301020301  # binary, 16-bit length
020301020301020301020301020301020301020301020301020301020301020301020301020301020301020301020301
020301020301020301020301020301020301020301020301020301020301020301020301020301020301020301020301
0203010203010203010203010203
<<< hex
810b7b226f6b223a747275657d  # text
817f0000000000000006e5aea2e688b7  # 64-bit length
8100  # empty
===
> transport websocket none
> begin websocket.message tx=0
> body "{\"mobile\":\"13800138000\"}"
> end complete
> begin websocket.message tx=1
> body "\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}\u{1}\u{2}\u{3}"
> end complete
< begin websocket.message tx=2
< body "{\"ok\":true}"
< end complete
< begin websocket.message tx=3
< body "客户"
< end complete
< begin websocket.message tx=4
< end complete
