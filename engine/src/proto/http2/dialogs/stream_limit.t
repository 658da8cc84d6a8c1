# More streams than are kept: the oldest goes, and its answer stands alone.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00000f01040000000183864482629f41871ae5f23a6ba0bf  # HEADERS 1
0000040000000000016f70656e  # DATA 1
0000040105000000038286bfbe
0000040105000000058286bfbe
0000040105000000078286bfbe
0000040105000000098286bfbe
00000401050000000b8286bfbe
00000401050000000d8286bfbe
00000401050000000f8286bfbe
0000040105000000118286bfbe
0000040105000000138286bfbe
0000040105000000158286bfbe
0000040105000000178286bfbe
0000040105000000198286bfbe
00000401050000001b8286bfbe
00000401050000001d8286bfbe
00000401050000001f8286bfbe
0000040105000000218286bfbe
0000040105000000238286bfbe
0000040105000000258286bfbe
0000040105000000278286bfbe
0000040105000000298286bfbe
00000401050000002b8286bfbe
00000401050000002d8286bfbe
00000401050000002f8286bfbe
0000040105000000318286bfbe
0000040105000000338286bfbe
0000040105000000358286bfbe
0000040105000000378286bfbe
0000040105000000398286bfbe
00000401050000003b8286bfbe
00000401050000003d8286bfbe
00000401050000003f8286bfbe
0000040105000000418286bfbe
0000040105000000438286bfbe
0000040105000000458286bfbe
0000040105000000478286bfbe
0000040105000000498286bfbe
00000401050000004b8286bfbe
00000401050000004d8286bfbe
00000401050000004f8286bfbe
0000040105000000518286bfbe
0000040105000000538286bfbe
0000040105000000558286bfbe
0000040105000000578286bfbe
0000040105000000598286bfbe
00000401050000005b8286bfbe
00000401050000005d8286bfbe
00000401050000005f8286bfbe
0000040105000000618286bfbe
0000040105000000638286bfbe
0000040105000000658286bfbe
0000040105000000678286bfbe
0000040105000000698286bfbe
00000401050000006b8286bfbe
00000401050000006d8286bfbe
00000401050000006f8286bfbe
0000040105000000718286bfbe
0000040105000000738286bfbe
0000040105000000758286bfbe
0000040105000000778286bfbe
0000040105000000798286bfbe
00000401050000007b8286bfbe
00000401050000007d8286bfbe
00000401050000007f8286bfbe
0000040105000000818286bfbe
0000040105000000838286bfbe
0000040105000000858286bfbe
0000040105000000878286bfbe
0000040105000000898286bfbe
00000401050000008b8286bfbe
00000401050000008d8286bfbe
00000401050000008f8286bfbe
0000040105000000918286bfbe
0000040105000000938286bfbe
0000040105000000958286bfbe
0000040105000000978286bfbe
0000040105000000998286bfbe
00000401050000009b8286bfbe
00000401050000009d8286bfbe
00000401050000009f8286bfbe
0000040105000000a18286bfbe
0000040105000000a38286bfbe
0000040105000000a58286bfbe
0000040105000000a78286bfbe
0000040105000000a98286bfbe
0000040105000000ab8286bfbe
0000040105000000ad8286bfbe
0000040105000000af8286bfbe
0000040105000000b18286bfbe
0000040105000000b38286bfbe
0000040105000000b58286bfbe
0000040105000000b78286bfbe
0000040105000000b98286bfbe
0000040105000000bb8286bfbe
0000040105000000bd8286bfbe
0000040105000000bf8286bfbe
0000040105000000c18286bfbe
0000040105000000c38286bfbe
0000040105000000c58286bfbe
0000040105000000c78286bfbe
0000040105000000c98286bfbe
0000040105000000cb8286bfbe
0000040105000000cd8286bfbe
0000040105000000cf8286bfbe
0000040105000000d18286bfbe
0000040105000000d38286bfbe
0000040105000000d58286bfbe
0000040105000000d78286bfbe
0000040105000000d98286bfbe
0000040105000000db8286bfbe
0000040105000000dd8286bfbe
0000040105000000df8286bfbe
0000040105000000e18286bfbe
0000040105000000e38286bfbe
0000040105000000e58286bfbe
0000040105000000e78286bfbe
0000040105000000e98286bfbe
0000040105000000eb8286bfbe
0000040105000000ed8286bfbe
0000040105000000ef8286bfbe
0000040105000000f18286bfbe
0000040105000000f38286bfbe
0000040105000000f58286bfbe
0000040105000000f78286bfbe
0000040105000000f98286bfbe
0000040105000000fb8286bfbe
0000040105000000fd8286bfbe
0000040105000000ff8286bfbe
0000040105000001018286bfbe
0000040105000001038286bfbe
0000040105000001058286bfbe
0000040105000001078286bfbe
0000040105000001098286bfbe
00000401050000010b8286bfbe
00000401050000010d8286bfbe
00000401050000010f8286bfbe
0000040105000001118286bfbe
0000040105000001138286bfbe
0000040105000001158286bfbe
0000040105000001178286bfbe
0000040105000001198286bfbe
00000401050000011b8286bfbe
00000401050000011d8286bfbe
00000401050000011f8286bfbe
0000040105000001218286bfbe
0000040105000001238286bfbe
0000040105000001258286bfbe
0000040105000001278286bfbe
0000040105000001298286bfbe
00000401050000012b8286bfbe
00000401050000012d8286bfbe
00000401050000012f8286bfbe
0000040105000001318286bfbe
0000040105000001338286bfbe
0000040105000001358286bfbe
0000040105000001378286bfbe
0000040105000001398286bfbe
00000401050000013b8286bfbe
00000401050000013d8286bfbe
00000401050000013f8286bfbe
0000040105000001418286bfbe
0000040105000001438286bfbe
0000040105000001458286bfbe
0000040105000001478286bfbe
0000040105000001498286bfbe
00000401050000014b8286bfbe
00000401050000014d8286bfbe
00000401050000014f8286bfbe
0000040105000001518286bfbe
0000040105000001538286bfbe
0000040105000001558286bfbe
0000040105000001578286bfbe
0000040105000001598286bfbe
00000401050000015b8286bfbe
00000401050000015d8286bfbe
00000401050000015f8286bfbe
0000040105000001618286bfbe
0000040105000001638286bfbe
0000040105000001658286bfbe
0000040105000001678286bfbe
0000040105000001698286bfbe
00000401050000016b8286bfbe
00000401050000016d8286bfbe
00000401050000016f8286bfbe
0000040105000001718286bfbe
0000040105000001738286bfbe
0000040105000001758286bfbe
0000040105000001778286bfbe
0000040105000001798286bfbe
00000401050000017b8286bfbe
00000401050000017d8286bfbe
00000401050000017f8286bfbe
0000040105000001818286bfbe
0000040105000001838286bfbe
0000040105000001858286bfbe
0000040105000001878286bfbe
0000040105000001898286bfbe
00000401050000018b8286bfbe
00000401050000018d8286bfbe
00000401050000018f8286bfbe
0000040105000001918286bfbe
0000040105000001938286bfbe
0000040105000001958286bfbe
0000040105000001978286bfbe
0000040105000001998286bfbe
00000401050000019b8286bfbe
00000401050000019d8286bfbe
00000401050000019f8286bfbe
0000040105000001a18286bfbe
0000040105000001a38286bfbe
0000040105000001a58286bfbe
0000040105000001a78286bfbe
0000040105000001a98286bfbe
0000040105000001ab8286bfbe
0000040105000001ad8286bfbe
0000040105000001af8286bfbe
0000040105000001b18286bfbe
0000040105000001b38286bfbe
0000040105000001b58286bfbe
0000040105000001b78286bfbe
0000040105000001b98286bfbe
0000040105000001bb8286bfbe
0000040105000001bd8286bfbe
0000040105000001bf8286bfbe
0000040105000001c18286bfbe
0000040105000001c38286bfbe
0000040105000001c58286bfbe
0000040105000001c78286bfbe
0000040105000001c98286bfbe
0000040105000001cb8286bfbe
0000040105000001cd8286bfbe
0000040105000001cf8286bfbe
0000040105000001d18286bfbe
0000040105000001d38286bfbe
0000040105000001d58286bfbe
0000040105000001d78286bfbe
0000040105000001d98286bfbe
0000040105000001db8286bfbe
0000040105000001dd8286bfbe
0000040105000001df8286bfbe
0000040105000001e18286bfbe
0000040105000001e38286bfbe
0000040105000001e58286bfbe
0000040105000001e78286bfbe
0000040105000001e98286bfbe
0000040105000001eb8286bfbe
0000040105000001ed8286bfbe
0000040105000001ef8286bfbe
0000040105000001f18286bfbe
0000040105000001f38286bfbe
0000040105000001f58286bfbe
0000040105000001f78286bfbe
0000040105000001f98286bfbe
0000040105000001fb8286bfbe
0000040105000001fd8286bfbe
0000040105000001ff8286bfbe
0000040105000002018286bfbe
<<< hex
000006040000000000000300000064  # SETTINGS
00000101050000000188  # HEADERS 1
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> body "open"
> stream 3
> begin http.request tx=1 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 5
> begin http.request tx=2 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 7
> begin http.request tx=3 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 9
> begin http.request tx=4 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 11
> begin http.request tx=5 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 13
> begin http.request tx=6 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 15
> begin http.request tx=7 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 17
> begin http.request tx=8 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 19
> begin http.request tx=9 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 21
> begin http.request tx=10 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 23
> begin http.request tx=11 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 25
> begin http.request tx=12 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 27
> begin http.request tx=13 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 29
> begin http.request tx=14 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 31
> begin http.request tx=15 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 33
> begin http.request tx=16 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 35
> begin http.request tx=17 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 37
> begin http.request tx=18 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 39
> begin http.request tx=19 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 41
> begin http.request tx=20 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 43
> begin http.request tx=21 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 45
> begin http.request tx=22 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 47
> begin http.request tx=23 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 49
> begin http.request tx=24 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 51
> begin http.request tx=25 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 53
> begin http.request tx=26 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 55
> begin http.request tx=27 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 57
> begin http.request tx=28 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 59
> begin http.request tx=29 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 61
> begin http.request tx=30 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 63
> begin http.request tx=31 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 65
> begin http.request tx=32 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 67
> begin http.request tx=33 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 69
> begin http.request tx=34 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 71
> begin http.request tx=35 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 73
> begin http.request tx=36 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 75
> begin http.request tx=37 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 77
> begin http.request tx=38 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 79
> begin http.request tx=39 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 81
> begin http.request tx=40 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 83
> begin http.request tx=41 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 85
> begin http.request tx=42 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 87
> begin http.request tx=43 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 89
> begin http.request tx=44 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 91
> begin http.request tx=45 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 93
> begin http.request tx=46 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 95
> begin http.request tx=47 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 97
> begin http.request tx=48 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 99
> begin http.request tx=49 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 101
> begin http.request tx=50 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 103
> begin http.request tx=51 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 105
> begin http.request tx=52 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 107
> begin http.request tx=53 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 109
> begin http.request tx=54 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 111
> begin http.request tx=55 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 113
> begin http.request tx=56 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 115
> begin http.request tx=57 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 117
> begin http.request tx=58 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 119
> begin http.request tx=59 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 121
> begin http.request tx=60 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 123
> begin http.request tx=61 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 125
> begin http.request tx=62 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 127
> begin http.request tx=63 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 129
> begin http.request tx=64 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 131
> begin http.request tx=65 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 133
> begin http.request tx=66 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 135
> begin http.request tx=67 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 137
> begin http.request tx=68 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 139
> begin http.request tx=69 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 141
> begin http.request tx=70 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 143
> begin http.request tx=71 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 145
> begin http.request tx=72 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 147
> begin http.request tx=73 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 149
> begin http.request tx=74 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 151
> begin http.request tx=75 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 153
> begin http.request tx=76 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 155
> begin http.request tx=77 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 157
> begin http.request tx=78 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 159
> begin http.request tx=79 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 161
> begin http.request tx=80 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 163
> begin http.request tx=81 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 165
> begin http.request tx=82 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 167
> begin http.request tx=83 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 169
> begin http.request tx=84 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 171
> begin http.request tx=85 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 173
> begin http.request tx=86 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 175
> begin http.request tx=87 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 177
> begin http.request tx=88 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 179
> begin http.request tx=89 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 181
> begin http.request tx=90 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 183
> begin http.request tx=91 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 185
> begin http.request tx=92 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 187
> begin http.request tx=93 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 189
> begin http.request tx=94 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 191
> begin http.request tx=95 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 193
> begin http.request tx=96 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 195
> begin http.request tx=97 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 197
> begin http.request tx=98 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 199
> begin http.request tx=99 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 201
> begin http.request tx=100 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 203
> begin http.request tx=101 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 205
> begin http.request tx=102 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 207
> begin http.request tx=103 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 209
> begin http.request tx=104 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 211
> begin http.request tx=105 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 213
> begin http.request tx=106 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 215
> begin http.request tx=107 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 217
> begin http.request tx=108 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 219
> begin http.request tx=109 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 221
> begin http.request tx=110 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 223
> begin http.request tx=111 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 225
> begin http.request tx=112 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 227
> begin http.request tx=113 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 229
> begin http.request tx=114 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 231
> begin http.request tx=115 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 233
> begin http.request tx=116 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 235
> begin http.request tx=117 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 237
> begin http.request tx=118 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 239
> begin http.request tx=119 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 241
> begin http.request tx=120 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 243
> begin http.request tx=121 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 245
> begin http.request tx=122 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 247
> begin http.request tx=123 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 249
> begin http.request tx=124 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 251
> begin http.request tx=125 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 253
> begin http.request tx=126 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 255
> begin http.request tx=127 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 257
> begin http.request tx=128 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 259
> begin http.request tx=129 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 261
> begin http.request tx=130 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 263
> begin http.request tx=131 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 265
> begin http.request tx=132 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 267
> begin http.request tx=133 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 269
> begin http.request tx=134 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 271
> begin http.request tx=135 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 273
> begin http.request tx=136 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 275
> begin http.request tx=137 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 277
> begin http.request tx=138 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 279
> begin http.request tx=139 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 281
> begin http.request tx=140 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 283
> begin http.request tx=141 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 285
> begin http.request tx=142 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 287
> begin http.request tx=143 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 289
> begin http.request tx=144 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 291
> begin http.request tx=145 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 293
> begin http.request tx=146 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 295
> begin http.request tx=147 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 297
> begin http.request tx=148 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 299
> begin http.request tx=149 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 301
> begin http.request tx=150 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 303
> begin http.request tx=151 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 305
> begin http.request tx=152 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 307
> begin http.request tx=153 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 309
> begin http.request tx=154 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 311
> begin http.request tx=155 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 313
> begin http.request tx=156 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 315
> begin http.request tx=157 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 317
> begin http.request tx=158 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 319
> begin http.request tx=159 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 321
> begin http.request tx=160 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 323
> begin http.request tx=161 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 325
> begin http.request tx=162 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 327
> begin http.request tx=163 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 329
> begin http.request tx=164 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 331
> begin http.request tx=165 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 333
> begin http.request tx=166 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 335
> begin http.request tx=167 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 337
> begin http.request tx=168 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 339
> begin http.request tx=169 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 341
> begin http.request tx=170 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 343
> begin http.request tx=171 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 345
> begin http.request tx=172 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 347
> begin http.request tx=173 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 349
> begin http.request tx=174 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 351
> begin http.request tx=175 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 353
> begin http.request tx=176 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 355
> begin http.request tx=177 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 357
> begin http.request tx=178 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 359
> begin http.request tx=179 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 361
> begin http.request tx=180 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 363
> begin http.request tx=181 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 365
> begin http.request tx=182 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 367
> begin http.request tx=183 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 369
> begin http.request tx=184 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 371
> begin http.request tx=185 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 373
> begin http.request tx=186 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 375
> begin http.request tx=187 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 377
> begin http.request tx=188 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 379
> begin http.request tx=189 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 381
> begin http.request tx=190 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 383
> begin http.request tx=191 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 385
> begin http.request tx=192 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 387
> begin http.request tx=193 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 389
> begin http.request tx=194 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 391
> begin http.request tx=195 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 393
> begin http.request tx=196 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 395
> begin http.request tx=197 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 397
> begin http.request tx=198 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 399
> begin http.request tx=199 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 401
> begin http.request tx=200 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 403
> begin http.request tx=201 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 405
> begin http.request tx=202 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 407
> begin http.request tx=203 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 409
> begin http.request tx=204 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 411
> begin http.request tx=205 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 413
> begin http.request tx=206 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 415
> begin http.request tx=207 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 417
> begin http.request tx=208 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 419
> begin http.request tx=209 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 421
> begin http.request tx=210 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 423
> begin http.request tx=211 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 425
> begin http.request tx=212 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 427
> begin http.request tx=213 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 429
> begin http.request tx=214 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 431
> begin http.request tx=215 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 433
> begin http.request tx=216 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 435
> begin http.request tx=217 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 437
> begin http.request tx=218 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 439
> begin http.request tx=219 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 441
> begin http.request tx=220 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 443
> begin http.request tx=221 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 445
> begin http.request tx=222 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 447
> begin http.request tx=223 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 449
> begin http.request tx=224 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 451
> begin http.request tx=225 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 453
> begin http.request tx=226 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 455
> begin http.request tx=227 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 457
> begin http.request tx=228 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 459
> begin http.request tx=229 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 461
> begin http.request tx=230 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 463
> begin http.request tx=231 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 465
> begin http.request tx=232 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 467
> begin http.request tx=233 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 469
> begin http.request tx=234 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 471
> begin http.request tx=235 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 473
> begin http.request tx=236 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 475
> begin http.request tx=237 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 477
> begin http.request tx=238 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 479
> begin http.request tx=239 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 481
> begin http.request tx=240 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 483
> begin http.request tx=241 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 485
> begin http.request tx=242 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 487
> begin http.request tx=243 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 489
> begin http.request tx=244 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 491
> begin http.request tx=245 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 493
> begin http.request tx=246 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 495
> begin http.request tx=247 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 497
> begin http.request tx=248 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 499
> begin http.request tx=249 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 501
> begin http.request tx=250 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 503
> begin http.request tx=251 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 505
> begin http.request tx=252 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 507
> begin http.request tx=253 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 509
> begin http.request tx=254 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> stream 511
> begin http.request tx=255 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
> anomaly pipeline_limit more open streams than the limit
> stream 1
> end cut
> stream 513
> begin http.request tx=256 GET host=a.example path=/m
> text path Plain "/m"
> text header Headers "host: a.example\r\n"
> end complete
< anomaly pipeline_limit more open streams than the limit
< stream 1
< begin http.response tx=257 status=200
< end complete
