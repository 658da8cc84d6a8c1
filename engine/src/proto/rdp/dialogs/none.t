# RDP's own security without a method: nothing protects the session.
>>> hex
03 00 00 13 0e e0 00 00 00 00 00 01 00 08 00 00 00 00 00
<<< hex
03 00 00 13 0e d0 00 00 00 00 00 02 00 08 00 00 00 00 00
>>> hex
03 00 00 31 02 f0 80 7f 65 20 04 01 01 04 01 01 44 75 63 61 10 50 00 43 00 2d 00 31 00 33 00 38
00 30 00 30 00 31 00 33 00 38 00 30 00 30 00 30 00
<<< hex
03 00 00 3a 02 f0 80 7f 66 10 0a 01 00 02 01 00 00 05 00 14 7c 00 01 2a 14 76 0a 01 01 00 01 c0
00 4d 63 44 6e 14 01 0c 08 00 04 00 08 00 02 0c 0c 00 00 00 00 00 00 00 00 00
<<< hex
31 33 38 30 30 31 33 38 30 30 30
===
> transport rdp weak RDP
> begin rdp tx=0
> body "\u{7f}e \u{4}\u{1}\u{1}\u{4}\u{1}\u{1}Duca\u{10}P\u{0}C\u{0}-\u{0}1\u{0}3\u{0}8\u{0}0\u{0}0\u{0}1\u{0}3\u{0}8\u{0}0\u{0}0\u{0}0\u{0}"
> end complete
< begin rdp tx=0
< body "\x7ff\x10\n\x01\x00\x02\x01\x00\x00\x05\x00\x14|\x00\x01*\x14v\n\x01\x01\x00\x01\xc0\x00McDn\x14\x01\x0c\x08\x00\x04\x00\x08\x00\x02\x0c\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00"
< end complete
> transport rdp none RDP upgrade=not_offered
< handover
