# Bytes are missing before anything goes through.
>>> hex
05 01 00
><> 10
>>> hex
47 45 54
<<< hex
05 00
===
> transport socks none
> lost at a gap
