# Messages that begin like nothing that is carried; one side begins late; a first message that is short, or cut.
<<< hex
81016f810168  # heart-beats
>>> hex
818837fa213d6cd8627279b40360  # strings of something else
<<< hex
821610206e6f74204d515454203133383030313338303030  # 
>>> hex
82a137fa213d27e521397aab75693338210137ff565855d7103d3399535006fa274e0499535843  # too late
<<< hex
8118434f4e4e45435445440a76657273696f6e3a312e320a0a00  # the same
===
> transport websocket none
< begin websocket.message tx=0
< body "o"
< end complete
< begin websocket.message tx=1
< body "h"
< end complete
> begin websocket.message tx=2
> body "[\"CONN\"]"
> end complete
< begin websocket.message tx=3
< body "\u{10} not MQTT 13800138000"
< end complete
> begin websocket.message tx=4
> body "\x10\x1f\x00\x04MQTT\x04\xc2\x00<\x00\x05web-1\x00\x04crm1\x00\x06s3cret"
> end complete
< begin websocket.message tx=5
< body "CONNECTED\nversion:1.2\n\n\u{0}"
< end complete
