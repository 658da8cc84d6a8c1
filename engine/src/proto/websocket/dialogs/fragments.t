# A message in fragments, with control frames between them.
>>> hex
018e37fa213d4cd84c5255934d5815c0030c04c2  # first
898d37fa213d5688441d4e95541d4392444f52  # ping
008437fa213d07ca100e  # more
8a8037fa213d  # pong
808637fa213d0fca110d1587  # last
===
> transport websocket none
> begin websocket.message tx=0
> body "{\"mobile\":\"138"
> stream 1
> begin websocket.ping tx=1
> body "are you there"
> end complete
> stream 0
> body "0013"
> stream 1
> begin websocket.ping tx=2
> end complete
> stream 0
> body "8000\"}"
> end complete
