# A connection that only cancels.
>>> hex
00 00 00 10 04 d2 16 2e 00 00 00 00 00 00 00 00
===

