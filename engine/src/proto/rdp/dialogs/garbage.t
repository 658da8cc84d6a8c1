# What follows the request is no packet.
>>> hex
03 00 00 26 21 e0 00 00 00 00 00 43 6f 6f 6b 69 65 3a 20 6d 73 74 73 68 61 73 68 3d 7a 68 61 6e
67 77 65 69 0d 0a
>>>
hello
===
> begin rdp tx=0
> text cookie Plain "Cookie: mstshash=zhangwei"
> end complete
> anomaly header_malformed X.224
> lost
