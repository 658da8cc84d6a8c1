# A gap within a payload: its message is cut, the mask goes on at the right place.
>>> hex
819037fa213d07cb13  # cut
><> 6
>>> hex
c3405f549e445b  # the rest
818437fa213d599f5949  # next
===
> transport websocket none
> begin websocket.message tx=0
> body "012"
> body_gap 6
> body "9abcdef"
> end cut
> begin websocket.message tx=1
> body "next"
> end complete
