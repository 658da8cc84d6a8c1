# A compressed message that is cut is unpacked as far as it goes.
<<< hex
04 01 00 00 09 00 00 00 01 00 00 00 dc 07 00 00 dd 07 00 00 22 04 00 00 02 78 9c 75 d2 bb 71 c2
40 14 85 e1 cb 23 b0 67 68 81 1a bc 47 ab c7 2a 72 2d d8 56 e0 b1 85 02 9b 1e a8 83 02 48 a9 08
62 4a e0 5e 98 b1 93 73 36 d0 48 ab f9 a2 ff 98 f9 59 2f cd 96 1f d3 fb 6e 1c b6 bf 3f 36 f3 cf
45 b2 17 ff 33 df 6e c6 c1 9e fc ed 7c 3c 5c f6 a7 64 f3 71 7a fb fc 1e 6c e5 77 c8 25 a5 fb 23
b9 00 15 10 02 2e 2a 2a 2a 21 2a 17 99 8a 2c 44 76 51 53 51 0b 51 bb 68 a8 68 84 68 5c b4 54 b4
42 b4 2e 3a 2a 3a 21 3a 17 85 8a 22 44 71 d1 53 d1 0b d1 47 c1 64 e9 8f 3c ff 27 14 d5 71 af 0e
6e 44 77 44 77 54 dc 88 f2 88 f2 c8 dc 88 f6 88 f6 a8 b9 11 f5 11 f5 d1 70 23 fa 23 fa a3 e5 46
2c 00 b1 00 74 dc 88 0d 20 36 80 c2 8d 58 01 62
===
< begin mongodb.reply tx=0 db codings=[Deflate]
< derived "x\x9cu\xd2\xbbq\xc2@\x14\x85\xe1\xcb#\xb0gh\x81\x1a\xbcG\xab\xc7*r-\xd8V\xe0\xb1\x85\x02\x9b\x1e\xa8\x83\x02H\xa9\x08b"... 215 bytes #c71f1613
< end cut
