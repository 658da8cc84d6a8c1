# TLS is asked for and agreed to.
>>> hex
00 00 00 08 04 d2 16 2f
<<< hex
53
>>> hex
16 03 01 00 05 01
===
> transport pgsql none upgrade=used
< handover
