# BIND: the second reply says that somebody came in.
>>> hex
05 01 00
<<< hex
05 00
>>> hex
05 02 00 01 0a 00 00 01 00 50
<<< hex
05 00 00 01 0a 00 00 02 04 00
05 00 00 01 0a 00 00 01 00 50
===
> transport socks none
> begin socks.request tx=0
> text target Plain "10.0.0.1"
> end complete
> transport socks none tunnel=socks
< handover
