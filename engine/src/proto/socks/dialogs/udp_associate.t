# UDP ASSOCIATE from an address that the client does not know; the relay's datagrams are another flow.
>>> hex
05 01 00
<<< hex
05 00
>>> hex
05 03 00 01 00 00 00 00 00 00
<<< hex
05 00 00 01 7f 00 00 01 04 38
===
> transport socks none
> begin socks.request tx=0
> end complete
