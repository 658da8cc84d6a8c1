# Compressed messages share a history, also over fragments and messages that are not compressed.
>>> hex
c1a837fa213d9daceb76fbb7748f6570eb75fbb17635783775ef6630ec72fd3620342de07a252f7a283e92a0213d  # compressed
818537fa213d4796405459  # not
418537fa213d9ddc81e925  # first half
898137fa213d47  # ping
808637fa213d932e339123fa  # second half
c18137fa213d37  # empty
===
> transport websocket none
> begin websocket.message tx=0
> derived "{\"name\":\"Zhang Wei\",\"mobile\":\"13800138000\"}"
> end complete
> begin websocket.message tx=1
> body "plain"
> end complete
> begin websocket.message tx=2
> derived "{\"name\":\"Zhang Wei\",\"mobile\":\"139"
> stream 1
> begin websocket.ping tx=3
> body "p"
> end complete
> stream 0
> derived "00139000\"}"
> end complete
> begin websocket.message tx=4
> end complete
