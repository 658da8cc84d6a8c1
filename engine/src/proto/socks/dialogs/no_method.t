# The server takes none of the methods.
>>> hex
05 01 00
<<< hex
05 ff
===
> transport socks none
