# Operations without what belongs to them.
>>> hex
10 00 00 00 01 00 00 00 00 00 00 00 dd 07 00 00 14 00 00 00 02 00 00 00 00 00 00 00 dd 07 00 00
00 00 00 00 12 00 00 00 03 00 00 00 00 00 00 00 dd 07 00 00 00 00 10 00 00 00 04 00 00 00 00 00
00 00 dc 07 00 00
===
> anomaly length_conflict a document
> anomaly length_conflict a document
> begin mongodb.command tx=3
> body "\u{0}\u{0}"
> end cut
> lost
