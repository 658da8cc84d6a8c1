# The target cannot be reached.
>>> hex
05 01 00 05 01 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 00 50
<<< hex
05 00
05 05 00 01 00 00 00 00 00 00
===
> transport socks none
> begin socks.request tx=0
> text target Plain "2001:db8::1"
> end complete
