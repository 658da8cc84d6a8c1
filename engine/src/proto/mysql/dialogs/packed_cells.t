# Values of a BLOB that hold something packed are messages of their own beside the rows.
<<< hex
# greeting
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
>>> hex
# login
53 00 00 01 8d a2 af 00 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 14 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 63 72 6d
00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
<<< hex
# OK
07 00 00 02 00 00 00 02 00 00 00
>>> hex
1f 00 00 00 03 73 65 6c 65 63 74 20 6e 61 6d 65 2c 20 62 6f 64 79 2c 20 69 64 20 66 72 6f 6d 20
64 6f 63
<<< hex
01 00 00 01 03 27 00 00 02 03 64 65 66 03 63 72 6d 03 64 6f 63 03 64 6f 63 04 6e 61 6d 65 04 6e
61 6d 65 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 27 00 00 03 03 64 65 66 03 63 72 6d 03 64 6f 63
03 64 6f 63 04 62 6f 64 79 04 62 6f 64 79 0c 3f 00 64 00 00 00 fc 90 00 00 00 00 23 00 00 04 03
64 65 66 03 63 72 6d 03 64 6f 63 03 64 6f 63 02 69 64 02 69 64 0c 3f 00 64 00 00 00 03 00 00 00
00 00 05 00 00 05 fe 00 00 02 00 69 00 00 06 02 67 7a 63 1f 8b 08 00 00 00 00 00 02 03 7b ba 7c
f2 d3 09 bd 3a 2f 76 ad 7e b2 7b ef 8b f5 8d 4f fb b7 eb 3c eb ec 7e 36 67 17 90 c5 f5 74 cf 02
03 1d 43 43 03 20 34 b4 b4 34 30 30 36 30 37 00 02 1d 43 63 0b 03 03 30 61 00 52 63 88 a9 c6 10
49 8d 21 48 8d 11 a6 1a 23 24 35 46 5c 00 8b 52 b2 8f 8a 00 00 00 01 31 5f 00 00 07 04 7a 6c 69
62 57 78 9c 7b ba 7c f2 d3 09 bd 3a 2f 76 ad 7e b2 7b ef 8b f5 8d 4f fb b7 eb 3c eb ec 7e 36 67
17 90 c5 f5 74 cf 02 03 1d 43 43 03 20 34 b4 b4 34 30 30 36 30 37 00 02 1d 43 63 0b 03 03 30 61
00 52 63 88 a9 c6 10 49 8d 21 48 8d 11 a6 1a 23 24 35 46 5c 00 60 e6 2d 4e 01 32 0f 01 00 08 03
7a 69 70 fc 06 01 50 4b 03 04 14 00 00 00 00 00 00 00 21 00 8b 52 b2 8f 8a 00 00 00 8a 00 00 00
0d 00 00 00 63 75 73 74 6f 6d 65 72 73 2e 63 73 76 e5 a7 93 e5 90 8d 2c e8 ba ab e4 bb bd e8 af
81 e5 8f b7 2c e6 89 8b e6 9c ba e5 8f b7 0a e5 bc a0 30 2c 31 31 30 31 30 31 31 39 39 30 30 33
30 37 30 30 30 30 2c 31 33 38 30 30 31 33 38 30 30 30 0a e5 bc a0 31 2c 31 31 30 31 30 31 31 39
39 30 30 33 30 37 30 30 30 31 2c 31 33 38 30 30 31 33 38 30 30 31 0a e5 bc a0 32 2c 31 31 30 31
30 31 31 39 39 30 30 33 30 37 30 30 30 32 2c 31 33 38 30 30 31 33 38 30 30 32 0a 50 4b 01 02 14
03 14 00 00 00 00 00 00 00 21 00 8b 52 b2 8f 8a 00 00 00 8a 00 00 00 0d 00 00 00 00 00 00 00 00
00 00 00 80 01 00 00 00 00 63 75 73 74 6f 6d 65 72 73 2e 63 73 76 50 4b 05 06 00 00 00 00 01 00
01 00 3b 00 00 00 b5 00 00 00 00 00 01 33 0d 11 00 09 04 6c 6f 6e 67 fc 03 11 1f 8b 08 00 00 00
00 00 02 03 65 d1 65 54 13 8c 1e 06 70 42 98 74 77 23 29 63 8c 0e 01 a5 73 74 48 37 8c 96 49 8e
ee 94 90 66 52 52 22 d2 21 63 94 74 8f 6e 29 69 24 04 14 24 ef fb de 4f f7 9c fb 7f ce 79 ce f3
e1 f7 ed 5f 06 19 a1 e5 04 a3 98 dc 29 80 6b f3 cf 02 41 4b cc 2f 61 2c a3 74 5e 34 8a 19 f3 6a
d2 f9 e6 22 d6 9d 82 ac cc ce 0f cb 45 27 fb c8 dc 50 f3 20 de dc fb da 9d 74 4e e9 79 83 5a c8
cd 02 25 77 51 4d e3 c3 c1 33 81 84 73 36 96 82 ed b4 fe 7a 82 9f cd 46 2f ee 98 3d d3 e5 43 46
87 1e 78 0d 77 c6 93 95 57 93 67 bf f6 f8 42 9e 9b 42 7c fd 70 af 2d 62 52 b1 d4 e7 3b 4a 5e 31
1c 0c 8d 8e 0d 8b fe 19 67 b1 61 77 d9 d4 97 a8 a1 17 c1 80 08 b7 11 71 b8 74 6b 86 d7 b7 9d cb
be f8 7b f2 fb aa 90 4f 4d a4 36 f6 b7 1e 81 33 52 83 28 07 14 8d 32 6c 81 7d 82 d9 c1 c7 bd 1d
ef 5a 88 89 53 7e 45 d9 d5 6d 37 b4 f1 be 11 f1 3e b3 ff 02 bd c2 f8 5d c7 27 33 e0 78 69 b6 f6
19 38 72 3c ce a7 6b 2c 47 0c 39 51 3f 6f d4 56 c0 07 88 a8 ac d9 b9 11 87 b9 65 06 96 47 cd 2b
b0 34 1f 2e c8 43 f0 36 2d b0 34 5f ab 9e cb b0 94 5f 89 31 85 da bc a3 12 da 23 66 dd 2a 77 7c
b7 77 19 12 e5 b4 a3 3c 27 3b b4 55 cc 19 b8 c2 e9 86 90 d5 46 a9 85 2b 9f be 01 8f fe d5 87 e9
ad 4e 54 2f d8 b7 94 08 a0 f0 aa 0f 37 f1 fa 2a b3 59 25 7d 44 f9 62 13 29 cd 13 e4 17 a3 d0 9a
f7 15 fc c9 4c 16 4b 9c f1 4f f9 a3 9f 7b b1 c7 ca ee e3 54 cf c5 cb 53 c3 25 f4 62 e8 cc 9d 0a
3f 38 67 6c 9b 25 d4 e3 85 91 03 f0 6c 2e 82 b7 c5 be df 0f e7 7b f8 d4 3a a8 a0 eb 19 e4 01 1c
11 ab fa 8c 7c bd a9 41 59 34 47 96 3a f1 db 98 31 6d 9f ca 82 c9 0a 3c 5b 2c 30 aa 7a 9f 5f 24
3b 86 62 81 62 f9 d5 c6 a8 86 09 72 11 7e 7c da 83 e5 f7 9a 69 ea d4 2b 2a 4f 7d f8 48 a8 14 5b
45 bb f7 e8 f0 82 6f 62 31 ff 79 10 db 79 38 57 ac bf b3 ef d1 5d 2f f7 ef 74 1a 07 6e 8d ca 08
84 22 ee 1f 96 eb 78 21 cf 9b 8c f7 c7 27 27 d2 8e 85 7c e7 4f 33 0e b9 77 e3 07 5c 5d b9 40 aa
31 ad 0a 29 92 6d be 0f d7 c3 84 ba 98 b7 bb e8 3c d5 b9 ba ee 62 99 4a 8c f2 ea 51 19 7b dc 8c
f0 4e b6 e1 41 ee d6 95 24 da 14 11 fa f7 9a a1 71 eb c5 36 5d 2b c4 63 50 5e ba e9 5d e5 f7 d7
74 72 c6 bf 66 6b 53 73 22 a2 d1 f0 bc ab 61 19 43 3d 2e 97 87 37 7b 9f 77 97 55 6c 83 40 26 b5
a0 12 78 7b 94 13 fe 4c df 8c 6b 77 42 35 cb 63 72 eb 2b 0f 81 84 d0 be b1 ed ef 85 04 72 a4 4b
e7 37 18 9c 43 a7 3b a1 e2 30 6d 88 f8 21 1f 25 c6 2b 3f 0a 84 5c d8 ba a4 10 47 ae ed 40 34 0c
03 27 ef 28 b9 38 e8 c2 3f 84 78 3a 9f 91 c0 ee 71 81 37 d2 7b a9 c3 fb 8e ac 7a 01 39 e2 80 9d
c9 ee 7c ef 58 68 e7 7b e2 15 9b 2d 7e 6f 05 bb 9e 63 54 1f 66 70 27 54 9d a5 67 b6 1c de 2d 92
e4 31 f8 64 63 79 4a 5a f8 ad ab 72 cb 48 1c 93 27 85 b7 71 e1 a5 4b 4f 4b c1 77 20 dd b9 7d e7
b6 6d 59 db 39 c9 74 08 9a b2 9b ec 98 95 25 d2 8e b5 1a 99 58 45 1d f3 f1 5d 0e 26 1b a1 9f d8
c5 49 7f d8 ea 9d c2 83 c5 13 04 c4 bf a2 e4 08 c9 e3 30 a4 1b 32 c9 46 f6 a7 5c 6f 59 94 23 96
cf 45 70 e1 71 fb b5 9f e2 dc 91 bf 6c 56 56 4a 7c 67 44 b4 c3 46 88 55 b0 bf 56 aa 75 05 db 48
58 b0 af f0 31 b9 08 d6 85 ef 4e 17 65 96 9f 0c 9d 8d 1d 57 a7 d9 4e 34 b6 58 a3 27 45 7b 8d 2a
35 34 82 02 8a 53 31 d5 69 59 c8 0d 25 bd bf 62 9d 14 1e d1 06 e9 8f 26 4c a5 e5 cf d1 17 b6 cc
ce e1 b5 d9 0f a1 a1 d8 6b 3a 8b 52 20 74 db 91 be 3c 80 5e 75 94 bf c3 58 bd 21 4d cf 98 5d bc
ef d6 21 ef 15 f5 55 31 c3 00 50 cf 0b 6d 7f 6e e1 49 35 a6 d3 f7 f5 a5 66 88 2d 15 45 99 f4 e0
c1 87 85 fc d0 a5 c1 f6 ed 0d 33 02 cc 9b 13 ff ed 43 b3 f3 31 31 76 b9 af ab 28 d0 16 25 a5 fc
f3 22 1e 86 6f 4a 44 6c 12 76 0a b7 e9 06 5e 6c 8d e1 ba 65 49 07 6a 11 bf 5d 62 02 4a 3a c9 1d
2c 26 f4 92 2b ba 8d 62 a5 68 5b f7 44 c3 87 3b 63 bb db d5 5b 2b 79 b7 7c 4c 69 b3 c3 0b 8a 30
c8 bc 34 33 be cf b5 d1 2a dc 78 d3 10 30 60 36 23 c4 5a 60 33 79 8a 50 d4 85 ae 22 20 48 73 57
90 55 3d 61 3c 16 87 b1 f1 c7 5d a8 01 06 35 0b 21 da 2a 40 97 49 14 d7 5e 75 c6 71 d6 a4 80 35
97 f6 12 bb 7b fd 84 77 cf e4 ad 68 b4 2f c5 cb aa 18 fa b8 f5 d8 6c 4f 3e 80 51 b4 bf 93 6e 85
ed e0 27 78 cf d9 2f 6c a2 75 bf 7c b7 21 6e 63 75 52 22 49 31 bd 3a 55 62 12 2a 65 2a 76 1a b6
36 47 b6 3e b1 10 67 a8 24 19 19 30 fd 52 58 41 08 9a 55 f2 65 31 1a bf 31 32 95 b6 bd f4 22 9d
64 86 64 5d a8 fe 8c d6 03 94 6e bc 8e e1 94 ce 80 d5 70 0b be b5 bc af 8f d6 4d 73 f7 7d 34 90
e0 bd 15 ad 68 01 8f 8f 00 17 09 3b 9d 11 31 2b c6 3d 7e 47 af c8 1a 2a b4 77 cb 8c 8e 37 22 7d
5f 55 fd 0c b0 8d cb d3 d6 0e a9 68 d0 f3 af b0 8e 12 31 10 b1 ef 83 68 e4 e5 ac 25 d9 8b 8b a5
38 0f 1c 93 e1 8e ad 7b 65 1f 13 a8 46 a2 b1 82 56 17 7c 7c cc 5f ee 7f 2f 8a 16 9a 0f 1a d3 09
5b bc 3a c0 9f b2 a8 c0 19 bc 11 a3 08 f3 d4 73 6c 10 3e 80 5e 3c ed a8 9d 3e 70 b5 1c 92 6d 61
0c 4f ea 1d 63 c1 e5 9a 5f 68 8a 15 87 21 c6 df 0c fd 74 33 90 7f 66 7b f6 56 bd 69 e6 34 eb d5
59 b3 4f 5c 77 f8 b2 d5 1f cc 94 af c1 79 a5 bf af 57 f8 90 5a 88 7e 26 be 72 95 3a 00 8e 2b 47
56 98 b0 9a 9f d5 5e bd 96 cb 84 21 28 c7 e1 de 9d 67 e3 85 74 ec bc 9f ca f9 1d d3 d5 a9 da 6d
c8 a3 01 b6 5e e9 e9 43 f6 49 d7 f2 3c 97 79 2b 31 3e 4d 25 f8 ea 5a 8d cc 7d f6 55 35 18 55 73
ee 9a b6 56 bb 18 46 9f 91 d9 7c 37 f1 39 b1 0e 7a 27 5d 69 fb 31 57 0e 48 39 86 a6 1b cb 15 c7
a6 b1 b9 60 ee d6 78 ee 46 79 68 22 6c 4e be 20 8c db ae 52 10 95 67 b9 40 56 82 bf ca f0 40 29
bd 80 de 66 07 0c 68 5f cc 88 3c ff e5 06 01 2c 63 3d 91 e5 f7 94 95 ff 85 f7 2e 68 d7 8a 0e a5
ce 97 f5 78 14 41 4f 8a c3 02 e0 19 2c 2c 34 f8 cb 5c dc be 71 66 a8 fe 02 a9 3f 77 d9 bf 97 f8
39 33 85 e5 33 00 52 b0 12 d2 3d d0 ed b7 97 86 51 1a 13 bf a8 43 95 ae aa 91 f4 58 cf 77 dd eb
e8 57 c0 34 72 e2 1c f1 a4 ff 08 d8 cc ea 37 1a 55 7a e9 64 ed 66 2b 60 9e 81 fc 3a a1 19 42 7d
d7 25 d6 79 cc ab 5d 4c 52 97 82 0f 26 83 5e bb 47 a7 2c 0b 6e 2b 44 50 54 3b 9a 7f 7b 4e 4c 4f
d6 71 f8 97 75 54 06 14 59 e2 c7 3f 6c b1 a3 db e1 ef f5 9a 22 b2 89 99 98 36 ea 8a 51 58 fd 23
96 43 ce a6 e8 af b2 ce c8 c1 97 5d 7f 7a 8c 36 e1 6a b8 a7 76 e4 3a 6f b8 bb 54 b6 05 fb 09 b8
f6 aa cb fc 2e 5f a0 d4 2a bd 98 cc f7 d4 37 34 e3 e6 a7 43 b4 89 12 b2 ab 0c a3 6f c5 3f 1e 5c
49 69 31 b9 5d be 97 89 74 6a fb 1e 0d 0f 10 1c cc 98 d5 67 ca 52 7b ba 55 a3 b2 85 f1 de aa 75
8d 72 ca f3 9d b9 b2 b9 8f 89 3d 0f f0 3e c9 c4 59 d9 36 df 09 87 6d 92 b1 be 2a f5 0e 04 98 ba
54 8c 0b b5 42 91 eb 77 62 b5 6c 73 c8 b4 04 97 f6 b2 64 8a df 6f 13 29 e2 07 f1 c3 2c 0c 45 0a
c3 48 f0 04 ed a2 f1 8e e1 3f 44 1a c1 66 34 89 2f 4f ee 52 24 64 65 d1 ca de de 1a 3f 47 0d f0
06 17 c8 47 e8 91 d5 e3 81 55 eb a5 e3 0c e5 1a 4d a1 8b 38 6d e2 56 cf ca bf 3b e2 bf 55 59 18
dd a7 a1 24 8b 4b 24 17 0e 93 c5 5d 0b a0 4c 97 fc 50 6f 28 c3 1c cf 77 a2 b1 f9 52 21 6b 32 3d
29 08 98 be ef d5 ef 84 3a 42 5c 9e 15 90 04 7d f6 b2 ee 1b c1 6d d2 87 97 95 df 26 a4 79 64 33
11 e8 b2 37 6c b2 0c 6c 36 8b bf d5 9e fb d2 a4 e2 f4 0e 7c 11 2f 37 23 82 35 2d fd 30 aa 39 97
22 d1 b3 77 98 de 94 d9 34 d4 57 8a fd d8 f3 23 d7 12 a1 be fe cd 97 bf b2 2c a8 1c ba 8c 43 44
1b f9 90 5b b8 be 3a 78 fc 95 b2 71 0f 87 dd 47 68 aa 6b 5c cb 7a e1 ef f8 66 ad 80 31 f2 23 8a
ab d0 44 22 ab 76 41 27 c3 c5 7a c6 82 59 ac 89 6a 1a 07 33 1f 0b 31 2a 04 20 b1 37 79 88 53 73
98 96 55 d7 11 23 16 e6 32 be 3d 5d 65 c1 2d 53 0b 68 7e 67 44 1a 27 c4 da 60 bb db 8f cf f0 66
84 7a 93 01 1e 0a a3 d6 7d 5d 8c 7d 80 98 0f bf 67 0f 1a f4 9a 29 18 bb 26 08 02 be 36 fe da 63
85 9d 31 82 94 aa ea af 9a 60 7b b9 d8 18 3c 60 73 9a 56 17 b0 4e 96 4c 58 a3 1d 28 2f 60 9f 20
b7 75 0a d7 6d 6f f2 40 77 bb e4 5c 40 bd f7 14 a2 37 db 43 26 dc 5e c9 82 12 fa 89 d5 0b 01 83
40 53 df 52 6b 71 76 64 8e 2d 5b 21 ff db f4 57 63 a9 2d 13 c7 0a ef 4c 49 50 8d 33 84 3f 43 c7
9b 84 2c 32 a5 12 de 50 a2 29 f5 56 1d 10 da 3d 94 85 66 de 0f 11 6b 0d 18 92 ef a9 68 83 25 28
4a 5c eb 80 73 c3 5e 29 a0 86 a5 ad 9a 3d 06 e7 15 b9 1b 6b ea 68 13 7d ff e8 50 66 a3 af f5 d3
02 4e 85 ca 4a 7f af 02 02 b1 7f 28 36 e6 2a aa 06 7e 96 5e 32 d2 fe 89 76 96 ca c0 6d fd eb 4c
cd 9c 82 b0 97 28 d8 91 d4 2b ff 71 8a cc 30 e2 a0 c1 39 bd 7e 5e 19 2b 7e b3 76 63 53 fa e4 2b
e8 7d 58 30 8f 32 31 e1 88 7a 76 bb 95 91 48 41 45 8f 65 4b 89 4f bb 52 47 38 9c 89 4a 6c 82 ce
e3 7e f1 51 27 97 57 d5 5b 5f 79 6b 9c 9f 72 f3 b7 8d 67 27 26 e9 92 5a 1a 07 e3 42 35 eb c6 13
53 83 6f d9 58 5b 0d f6 67 7c 65 47 2b da e3 bc cc 95 39 0b ed 7f 94 73 6b 89 ad bd 76 f8 34 3a
e7 5a 03 37 47 a2 a5 bc cd 9d 24 bd c2 c1 d6 61 37 de 87 6f 25 79 27 39 37 15 a5 44 8e 86 8c 6d
2f 04 94 bb 98 d0 01 b4 9d 54 00 f7 a3 5c 19 a5 65 a0 93 54 b3 11 aa 06 27 42 16 de d9 72 43 dd
24 dc 52 21 49 16 14 d1 6c bb 8d bf 29 85 ff 57 82 33 ca 52 33 a3 47 2d 2c fe 07 80 b0 16 f2 f7
8a 94 9c cb 62 e8 42 77 67 d8 87 ab f5 93 47 a1 02 b5 9b 51 eb 69 e5 e9 40 73 11 76 d5 d5 67 6f
fc d0 23 1a 75 b5 c4 be 44 d6 98 16 15 32 b0 e3 b2 10 32 35 40 95 03 51 83 0c 6e 44 57 31 7f 29
fb d3 1e e4 df 00 51 72 c6 de 47 6f 8f e4 19 b1 a9 e5 e5 87 d7 70 da f0 98 21 9a 4e 5b 56 d8 af
4b 4c de 45 12 18 c4 07 e0 7b d2 8e ed 38 a6 0a d9 07 32 c9 d3 f2 70 d6 28 61 59 27 00 ca 88 dd
4a 2b 88 ae d1 5f 4c 98 66 69 80 55 f7 63 91 c7 b8 44 1f 8b 18 67 3f e9 08 e0 69 bb aa 81 be 22
17 eb b4 2a 7d a2 2e 49 0b f6 93 91 49 0a e1 4f 2e 84 91 10 ef 71 10 b1 a2 2c 33 d4 22 0a a5 69
aa 47 dc 18 b4 f5 e8 5e 37 78 e4 56 46 24 0e 60 1b 6f 64 f6 ee 9e ea 86 91 84 e1 c7 ac 05 fa 36
43 cb 97 92 73 1e 3d 74 2e e3 94 72 53 f9 2b b1 ae 43 f5 4a f6 dc e8 5d 5b 69 36 2c d6 54 72 08
25 21 4f 14 f3 20 4d 82 46 c7 a3 a0 d9 ea d1 2a 52 7f 27 00 85 92 ef aa 28 3e ed 47 36 09 99 bf
4a 2b 98 66 30 0d c9 e6 07 ee 06 0f 18 67 a2 29 20 36 fe 19 b5 3d ed 24 32 0e a7 9c 6a 3f b5 72
3a 7e 6c f1 e3 7c 1f 64 a0 7f 4a 0d 0b 1e f1 2d d0 e1 05 90 8c 0e 5d be 55 7c 80 71 7e 56 db e3
ff ad 99 75 38 ae 94 03 16 1b 73 de 70 e9 a5 ca d6 06 35 42 c1 5f 6b 1d 99 52 97 f6 22 57 64 a7
b4 c2 ba 45 da 5a f2 f6 f8 93 46 32 b6 25 77 2f 4d 34 b1 e5 51 37 01 1d 35 bd e1 78 8e 18 51 4c
66 1f 92 ca 22 02 63 37 40 77 fc 4e 72 8b 19 9d d4 5b dd 28 aa ec c9 d5 c8 26 78 bf bc 6d 27 2b
f4 13 07 cf 76 cf f0 ec 03 91 f8 cf 9f eb b3 e7 a6 6c 9b a3 b7 4a 4f 7c 1d c7 29 b3 2a 07 8e a4
41 5e dc 00 91 07 7e 8f 7d 46 c7 aa 2b c6 39 95 49 3a f5 d2 2a 1b 6c ab a4 18 60 51 5f 44 ce c8
02 7d 3e 22 b4 67 3d f2 83 93 02 bd 4b d7 f1 8d 2a aa c6 f1 80 be e8 09 fb 54 19 79 d2 9b 8d 4c
47 d7 7d f4 0f 28 94 c9 7c ed 25 9d 32 c7 83 39 c0 e0 d1 2b cb 4d 57 dd 59 f8 04 ec 04 a2 9b 85
45 6e 2d 69 33 29 52 e9 6e 67 f9 95 68 15 44 95 bb 43 7c 87 48 2b 7a b4 33 61 02 0e c7 9a 96 ab
9f c7 a5 28 9a 64 5d 39 33 6e 1a f0 1e 04 1c af 53 10 fc 4e 2a 67 09 de b9 a4 c2 18 75 76 90 5c
ba d7 9f 1b 77 ff 84 7c 6a 33 93 c8 79 b6 0f 96 d4 1b fe 49 4e 46 29 38 a3 30 db c4 dd a5 df 6a
04 aa c4 fa 8d d0 8c 06 8b c1 5f 68 3d 24 48 97 9f 06 eb 53 45 a2 1c d2 26 a0 72 70 38 18 20 c6
70 e3 ea 03 34 d6 8a 25 59 1a 96 c8 94 e1 f3 f4 0b 62 09 e6 fc 22 44 e5 61 82 a8 e5 fb 69 81 f3
71 7a 92 94 3f 58 c3 10 52 a7 02 75 78 53 c9 8e f9 9b e2 e1 d3 33 56 07 3a d4 b4 40 83 fe dd 83
52 14 82 e1 c4 60 ad 3f f7 05 7b b8 2f dc e1 30 e0 8e 6e 68 a4 b6 07 0d f4 ae 5e fe 80 95 7b f3
54 e2 62 7e 3a f7 50 bd ca fd 79 f3 f0 09 69 66 15 7f 82 d5 d6 64 a0 8c 07 55 b7 e5 60 c2 67 08
d2 10 d6 38 9c ff 58 62 ad 3f f4 04 c3 44 34 78 3f ac 49 b8 5b 29 7c 8e ab f2 47 5c 36 f2 43 37
f3 e3 5d 1b 1e 93 f4 b7 9d 42 c8 21 59 f9 95 32 76 82 9a 35 cd d0 eb 94 c0 4c a2 85 49 be 9e bb
d6 e4 32 bd 7b da 7a 15 47 16 fd 7c e3 42 86 9c be 56 ab c4 82 0b 87 d2 8d 09 f1 68 e4 70 49 ff
af 38 49 e8 ee 94 6e 31 35 24 f9 6c 9a 3b 69 08 39 92 2e 1b b5 8b 4b f5 a1 b9 35 36 e8 99 e0 8c
44 be 81 a9 f4 c4 70 cd d8 d0 e3 97 46 2b b5 99 74 45 f7 6a b6 19 76 4c ff ef 13 ee 49 0a 10 2f
f8 cb 54 b2 de 74 85 be 24 f6 44 77 58 01 b8 95 a7 95 80 43 b6 dc 13 f3 50 65 3b 89 79 9b 94 f2
54 e2 0a 96 55 53 e9 e3 e9 92 4a 02 7b 4d 1c bf d4 c5 9a c4 2f 39 36 38 f5 96 b1 f3 53 18 c7 a5
e2 ea fe be 4d 8d 8d e4 84 41 aa 1d f7 d3 0d 07 fb 58 a7 6c 82 a7 ac cd ce 73 b8 b1 cd fa c5 cd
1f 44 a9 4d 9a 17 48 f6 45 6a c5 b4 da 7e 5d 3f ff 52 72 21 27 1e 36 e8 da 1c 86 6f 9b bc de a7
b7 ae a8 8c 2b e1 de 43 fc 04 78 4c 0d e5 28 ab fe 79 ed 8c 1d 04 6d ee 15 15 7a e5 b8 79 b0 c9
ce 70 66 34 06 3f fb a5 2a fd d0 cb 0a f7 c1 1a 82 51 04 81 1d 31 28 4e 68 c7 03 df 50 cf c4 50
69 9d e2 fd 16 15 b4 52 d3 2f 13 eb c5 e4 20 e1 e3 66 c8 38 1c c5 76 21 b4 3a 74 91 75 59 91 00
36 81 81 70 61 fe f6 a4 bc 82 6c 8d bb 2a 5b 6c 1e 2e 6a 29 f7 fe 83 49 57 1e 02 66 12 a5 55 46
f3 ac ad 08 c5 f0 dc 06 e2 f2 5e b0 fe 96 fe 79 79 52 28 ee 0c 7e 8d 6f cb 27 0c 78 2d 8f 9e 28
79 d1 d2 17 14 ab ec a1 9e 1b 43 f0 24 bf 9b 67 3a 6e f4 aa b4 e9 86 61 da 50 68 4d 24 31 c8 35
4a f5 19 fb 10 82 9b 95 1d c0 89 e4 52 95 bc 4b da 35 13 8e 40 8c 4c bd fe 01 3e aa 2d 73 26 19
78 2b e6 d2 58 95 8c 63 c3 c9 af 53 18 63 4e a3 f6 47 90 a9 2f 82 1f c6 c2 96 0d 88 97 6f 6e 33
55 ee 08 eb 40 19 4a 86 1a bc ef 21 81 d9 bd e9 43 05 fe 8a c1 a6 13 fa d6 e1 9f 4a f2 6b e3 ef
0b 89 a3 5b 01 b4 f4 f5 ef d7 be cb 9b 2c d2 36 ec 71 ad 3f ce e0 d5 4c 1c 5e 57 1e dd 12 cc df
19 e1 c6 c5 6e c2 cf 2f 63 4f 8f 14 b8 f6 3e 0a 39 a7 b4 b2 cb 5c fc 89 34 c7 21 3c 23 f5 7b 54
69 53 1f 28 a5 6a b7 d8 a9 48 df 49 7d 07 dc 6f ab da 46 75 ec d7 86 ef a4 7c 05 ee c6 27 ee 7e
68 fb 67 e1 ef b4 17 81 81 82 82 e0 7f 22 28 29 09 06 0b 83 c5 c1 ff 1c 50 50 58 02 0c fe 6f 81
ff 35 82 ff 6f 04 ff c7 08 fe 6b 84 fe df 08 fd 8f 11 c2 ff 0f 6f 95 be 3d f2 10 00 00 01 34 27
00 00 0a 05 75 74 66 31 36 1e ff fe 4b 62 3a 67 20 00 31 00 33 00 38 00 30 00 30 00 31 00 33 00
38 00 30 00 30 00 30 00 01 35 47 00 00 0b 03 70 6e 67 40 89 50 4e 47 0d 0a 1a 0a 00 01 02 03 04
05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24
25 26 27 74 45 58 74 20 31 33 39 30 30 31 33 39 30 30 30 01 36 74 10 00 0c 05 6e 6f 69 73 65 fc
69 10 00 a5 4d ca 18 25 30 bb 1d 6d 13 2c de d6 23 7b 2e d9 1e 3f 72 1f cb 19 71 17 44 94 d6 49
3c 9d 5c 34 60 be 31 20 1e 69 fe da a0 ee e8 b9 99 7f 5c 7c 29 99 fd af e5 93 25 3c d6 54 af 4d
fa d7 14 27 a0 ae b3 fe e9 23 2f 8a f2 21 1f 9e e4 91 c5 b1 0b ec b5 56 3b fc 1e 6f 93 42 7e cb
c8 fe 29 55 e5 cd 8e 46 dc 8e d4 b7 c2 76 4d 2a 5a 4d 76 77 06 f8 5d 86 90 02 4a d6 bd a3 40 1b
e9 c8 cb cc c9 35 f6 cd 1f 61 22 6a e1 53 38 ae 1a 34 00 4d 33 ba 0d 24 6a c0 4c 81 b1 ba f2 3e
3b f9 ee f5 f7 9f 2b 49 34 af 87 f5 52 0b 69 b9 4b 0d 98 2e 85 bb 55 b6 72 a8 72 63 7a cd 74 66
fc b6 0e 0e 8f f1 84 63 b0 e4 b2 ba 29 70 34 74 f0 64 ac 68 f7 00 f5 b0 2b 3d c6 66 f4 5b de aa
2c ca ed cd 2b 51 57 41 0e 4d ee 4a f2 b3 4f 43 0a 07 34 47 de 63 6c 0e 80 6c 95 7b a6 84 d6 43
1f b5 ea d7 42 4d 09 e1 5d 02 4c 58 48 f2 3d 1f a6 f7 36 1d 7f 61 8d 15 32 e7 0e 20 e2 a6 66 8d
e7 f4 7e 84 67 e5 46 d5 3e c8 e2 a1 25 7b db 25 6c 9b 3e 4f bb 49 81 46 ef 70 30 cb f9 53 72 52
dc ce ad d7 64 b6 a3 2f bb 09 ad ea e1 09 c4 a9 97 20 39 75 35 2b 87 8b 14 5c 8a 42 d8 84 cf 4c
fd a7 2d 8e 1d 5d d9 25 89 08 2d 85 2a 71 22 87 3e e8 05 ad d5 89 42 16 7a 38 52 86 19 5c 67 9f
9c 69 94 e4 5b 8a b1 09 80 12 07 09 61 f3 7d e4 36 dd fd c9 9d 6e 75 af 65 47 cf b1 1b 42 07 24
82 dc 53 1c 2b c3 90 7c 96 17 eb 5e 50 89 e4 01 86 ba a8 a5 7d 11 9e 6f b6 5d 00 ab c3 2a f3 8e
66 7f 02 2e 87 2d 49 cc 15 c9 0b 99 9b 77 2b 4f c7 a6 fd 4c 91 4a 16 db 47 08 75 2b 0f 15 44 b8
35 c0 e7 19 09 7d fa 87 01 e9 23 2f 21 f2 81 26 87 78 69 76 eb fc c3 27 f5 93 17 65 27 4b a9 82
9b 44 06 f6 1f f8 89 32 6f fa 94 92 ed ee ee 3c 66 9f 2b f2 08 94 ea 27 e6 89 c6 6b 6b 26 2e 48
86 b8 43 8f 39 ba 76 fe f8 c9 0c 51 01 fb e6 cf 9a 48 d5 b0 c0 a1 3d a9 00 a6 ad cb 3d 64 06 94
81 be 21 c9 c7 27 b8 db 8c 18 8f 34 1a 92 4c 7f 88 df a1 61 bf db 0e cc 68 29 19 d2 e6 46 92 f8
19 41 57 f1 d4 af 90 98 82 85 cf 7a 9a f7 c9 3d 55 52 26 6a fe 70 e7 aa e6 da 47 62 7c 2e 59 af
2e a3 7a bc 84 67 0a d3 c4 d3 6b c0 8a ad 1f ff 8e b8 40 6e 2f 8a 7f c4 cc e4 dd 9f 0b 41 10 d9
f2 fa 00 25 c8 ef e5 7f 37 72 4f 4d 37 ea 2b 14 00 40 77 13 9b 41 80 df 39 32 24 99 62 c6 85 72
00 05 9a eb 8e a1 7c f3 78 7e 0e d2 9d 1c 0b 63 ff d7 29 83 74 d9 bd 74 fc 11 ad d7 b9 ca 65 03
95 22 69 fd 66 9f 63 76 ee 71 87 97 37 fd 5f 72 f8 d5 1c 4a c9 1b 6d 0c 48 d4 1a 1e 5e c9 e6 a0
39 28 54 a8 61 5e ef 10 9f c1 bf a9 e2 56 37 01 28 8f 29 b3 d7 3f 6a c2 b6 9e dd 2c 19 f2 64 be
e4 62 a5 ba f2 0f d2 7e cf 14 c0 11 ed 20 1f 83 63 20 ad b9 8b ab 16 86 a2 8d 98 01 21 0c 77 36
f3 ee c5 80 dc fc 43 fe 5d 04 9b 4d 78 a7 a3 eb b9 28 65 c8 51 7e d0 21 11 f6 a6 52 da 35 24 87
2b 6a 31 d7 ff e4 58 77 44 d5 eb 78 3e 96 96 8f 89 be 82 85 65 e0 7e 5f 7d 78 4e 90 60 a7 21 ca
80 7d 76 33 ed 12 34 02 f3 76 e5 bf 14 96 77 3d 19 61 63 26 be 5b e5 85 03 36 b3 6f 13 bc ae 48
16 68 82 13 68 05 a7 d1 be 5e 9f 27 68 10 fd f7 20 d0 33 ca 4f 2e 53 cb 8a d1 91 9d d5 1a 9f b6
d4 d5 09 ba 64 c8 cf 68 03 de 50 d8 3a 2e cf ba eb 53 42 07 1a 48 cb 2d bd 57 4a b2 91 52 57 22
37 c4 fb 65 9a 40 16 f7 a1 1b c6 2c 52 71 cf 64 f2 5d 6f 15 cc 50 c4 b7 3f 4c 7e 62 15 13 a5 3c
c7 e9 9c d7 9d 7f d9 c7 bc e4 e0 5b 0b 01 fa ee 78 e4 ea 5b f2 cc 36 22 41 b7 dc bb 2e e2 14 14
42 2a a0 28 1b c1 45 0d 21 38 63 43 fb 93 54 71 21 b3 81 51 a5 8c e9 49 82 f5 6a 86 79 a3 be 12
65 5d ce 52 8e a7 c0 56 87 3a 18 b8 e7 35 81 c9 be 87 c0 bc 4a b8 a9 29 e2 75 5a 18 97 81 9e a0
00 11 71 4c 94 dd d5 ba 18 43 fa 74 17 0b 1b 01 b5 9b 36 b6 72 d3 9a 44 68 bb f3 51 44 07 7c 4c
e6 31 20 4a 8a cd 87 05 1c b3 e3 fc 7f 54 00 16 1f 0c cf 5f 79 51 1d 35 06 64 48 d3 66 d4 59 9e
20 99 18 f4 03 c0 df ee 29 e7 59 73 35 85 76 13 3f ab 86 1a 88 df 87 97 6f 2b 07 56 85 78 67 51
a7 62 c7 a8 7a c2 f0 f1 03 0d df 77 9d 6c c8 27 57 4a 10 0d 39 36 52 b0 48 0e 0f 15 46 15 22 17
21 ba 66 21 c4 36 7e 69 68 39 11 11 2c 93 f4 33 43 32 68 96 a3 ac d8 85 0a b3 83 90 18 bc a4 f3
93 0f d3 0f df 32 b1 f0 18 6e 2e 93 57 df 00 67 93 1b 02 b2 fb 30 fb 5e fd b1 85 51 91 6d 76 ff
54 38 29 fb 35 a7 b6 30 cd ca 2c d8 0c be 69 9b 86 db 57 c2 77 eb 40 11 b2 a7 4f e6 a5 56 ed e0
83 76 40 ab ec 79 62 88 9a 4f 4f 7e a7 b2 52 78 a7 60 84 34 54 34 64 c4 4d 4b 9a 98 de 8c 64 37
36 8f 69 c6 ed 11 06 cc df 71 97 ed 0b 48 83 cf 02 7c dc d7 75 75 5c 3f e8 dd a0 85 32 d6 7c cc
50 80 d8 f7 e9 0a d1 5d a7 05 c7 fa 36 13 80 6f 52 66 b2 33 e9 68 f3 08 bd af d2 e9 6b 5e c8 3e
b6 1c 81 8c c3 cc 1f 06 26 d6 d7 b4 87 37 72 9b cd 70 c8 ec 6c 54 42 23 62 f0 73 4a b4 d3 ef 96
40 f0 b5 75 88 c0 81 da 5f f6 01 8f b7 7d 9a a4 f5 f8 db 2b b9 4e 9b c5 1d 2b a6 47 b0 07 05 6b
24 96 80 33 49 77 5f e7 b1 4e 6a ce 55 2e 98 65 fd 6d 28 e0 3b 3c 87 d6 77 47 f2 fc 1d f7 ef 49
fb 7e ff 54 03 52 a4 ef fe 97 ee bf da d6 26 5c b8 0e 0a 17 a9 30 f7 f8 49 11 6d d4 40 ad 30 bb
ae f2 6b 91 de af d8 80 1a 94 95 b5 fc ce aa 8b b0 68 fc 3c a9 62 a2 99 41 2c 14 cc cf 19 cc 99
37 03 17 61 f3 1e c0 4b 2a 6c 14 ea 59 33 5c 12 d7 33 06 bc 47 9e 84 9a 5e d7 11 a3 0a dc 1b fe
14 3c d7 cf e4 22 07 c6 4f f3 d3 34 2a f1 6c 4d 07 da 02 04 3e 2d 6f 3e 42 f1 09 8d 7c e6 5f 19
bb 4a 2b 96 ff eb 82 1a 10 05 1f 07 28 c7 9f 9f 54 f9 1e a1 bc e0 f0 55 4a 3b b9 53 d5 f4 c5 e7
8b aa 95 8f 1f aa 07 4d 9e db 7e c0 c6 c0 77 e7 91 00 a4 86 89 d8 50 15 93 48 4b 8c ff b1 2b f8
c3 66 77 9e 1d ca ee 69 82 04 c5 eb 2c b5 20 77 cb 84 a4 f4 67 60 6c 62 2f 5c 94 b9 b7 ce 4c 7e
16 fc bf 36 be ed 29 4f a1 0f b0 8f 0a 30 11 68 f8 6d 85 8f da 31 e4 43 82 13 ad 66 5c c1 2a 0e
1a 11 bd ea f9 20 cb 3d 2e 83 a3 77 2d c9 5d e5 51 bd 78 71 58 13 83 b4 1e 0e 18 84 f7 1c 33 4a
a2 02 65 98 e1 35 f1 a5 be 83 c7 3f bf f6 c2 56 e1 7a 49 06 ef 63 12 50 70 27 bf 47 e4 31 c5 0b
26 e7 ad a5 77 f4 3b bb 49 a9 71 1d 5c e7 4a e0 4c 88 d6 d2 7e 4f 0d 8a 97 ab 55 85 fb 37 a2 e9
f7 3a 4e 1d 6c f4 92 3d 83 67 ba dd 85 7a 79 31 c7 94 d4 53 1d 96 49 08 e2 ae 47 e2 00 92 5f b8
de 14 d1 6f 8d 5c 46 5c 75 59 64 28 2c fd 8c 59 69 46 62 9d 67 05 21 d0 1c b1 ab 90 fc 2e 07 d1
f4 44 88 7f 5f bb 12 53 be 02 b6 e4 24 3d b6 7d a4 c3 1f 95 37 fd e4 0d 44 0a 7c 2d 72 5d 55 34
9f 80 0f 09 31 63 85 09 ed 7a e3 34 b3 30 5b 17 8b 3f ee fc 8f 38 3e 3e cf 46 74 74 4b ec cb 54
09 c7 d7 12 ca 1a b9 ad cd 7b ab df a4 cd 1b a6 4b b4 7f d8 05 ba 37 5f 23 a6 dd 66 0a 73 47 d7
cb e8 17 14 11 88 8b 12 33 80 3e 06 de 79 14 93 39 9c b1 55 3d 1e 89 2b ee 4b e1 3f 43 96 d0 93
8c 7c 2c 93 e8 71 c5 67 bb eb 9b f4 f0 9e 0f 7c aa 71 60 c4 ca 06 b4 53 7a a5 a6 fb 8a 91 6e 97
1d 0b 51 22 b2 e1 1f c6 e1 b5 37 73 4f d5 ac b4 47 67 8d 30 f3 89 41 d3 34 02 d2 3c fe cb 4c d5
8f 38 c2 e7 ea 93 b4 95 b4 c8 c4 a4 03 ff c2 e3 99 5e 9b 4a df c1 76 2d a9 a5 7c a6 68 da 05 0d
18 83 fe 99 9f df dc c7 ed b7 14 b3 e7 05 22 75 32 d1 bf cd 4e 60 d7 f9 cd e1 af 2f 57 b9 a2 bb
26 9f 59 38 96 af d7 50 94 6a 60 d3 5d 1e 36 b4 15 d2 05 01 9d 02 9b cb 32 07 0f 64 59 fe 88 49
65 d2 3e 4a 50 36 0e 33 26 57 fb ef dc 1f 06 a5 49 79 b5 8d 56 10 88 32 20 b2 62 e6 c5 0a 1b 70
ca 16 e1 1b 7a 7f 72 16 51 58 a1 03 e9 9b d6 81 fd 22 7c c7 71 d3 9e cc f8 0b 7c 2c 58 57 b7 c2
5f 03 94 ca b9 3a ab c5 ab ce 21 3f d8 b3 7d c6 61 ef 91 b0 79 df 11 8e 0c ae 4f 7b 42 2f 64 8a
41 e2 ef 7a 51 bc b4 6e cf c0 6a 98 f3 68 74 e7 43 85 e1 bc 7e ce 6c 40 3e 2e 8a c5 0e 4a 9f 07
c7 2c 5a 76 a4 60 37 22 b9 98 62 21 9f 2d 73 93 40 cc 90 b6 ce ed 43 8d 5a 0f bb b3 d3 0c ec 7f
cd b4 32 5d 95 3a 8a 70 14 cf 14 52 dc 65 9b 4f c2 14 9f 5b 74 fe 82 de b2 00 39 92 15 18 7d 38
13 a3 6b b0 2c d5 c9 71 8f 2e b2 d9 e2 ae e7 1b 69 db 41 fa 60 16 85 59 53 78 85 7f 1e 56 b7 b1
d2 2f 67 9f 46 45 f9 f7 79 7b 03 e3 44 b3 99 44 48 7b aa 3c d9 56 4f ec cf 69 3a 94 06 b8 f9 69
16 1e 8f 9b 64 38 9e e5 39 52 a6 e3 ef b9 94 56 24 17 05 ef f8 2a a9 87 37 fa de fa 61 a4 04 b7
2e 92 80 7d 28 46 0e 0c ca 4a 97 bc 5f 56 34 9e a7 c2 5e b6 a3 75 bc 45 bd 81 7a 1d 15 36 ce 19
6e fd d8 ff 50 99 29 48 74 53 46 e2 cd 2d 14 e1 f5 61 6f be 01 10 d9 49 91 24 1c d7 ad 20 e0 04
5a 54 c1 97 02 e2 b2 64 f0 2b a5 eb db 4f cd 29 1e a9 98 d7 bc f6 46 99 af 0e 60 71 e5 2b 4b be
d5 b8 7b e1 ca 85 3a 74 5c 67 39 71 81 30 60 80 fa 74 ea 73 39 29 d0 25 e1 44 3a 34 eb c8 57 62
f3 2f 46 bf 1d cf 79 18 be 15 07 6d eb 99 3d 45 da 2c 67 3a b5 56 bb ae 05 82 3e 7a be b6 fa 16
b4 33 b6 a7 39 11 7c 82 b5 62 e4 0a e1 3a 0a f9 38 25 84 5e 4c 94 c2 49 80 89 e3 07 0c af 4d f9
f7 10 12 26 5d c8 f3 51 e5 c9 75 26 b8 a8 6e 9f 43 16 6c 56 b8 ef a9 ef c6 b5 a0 03 ab f7 aa 74
0a 7f eb 17 4a 49 8b c4 8b 20 86 b6 47 11 30 66 da 32 b9 90 79 48 24 9b ae b9 7d b3 cf ab 1e ac
a5 f6 bc 7c 78 b2 4d 45 69 03 e8 cf e4 ca 9a 56 21 49 9a 9d 81 ae 25 61 28 5b 9b b4 ef b6 db 22
f8 a3 59 8d 83 0b 54 89 79 0a 6f 18 cc e5 66 90 32 64 7b 1d 42 18 28 25 ae 45 02 60 8a 07 a5 0e
6c a4 a7 0d f8 cf ac 59 1d d4 17 2c ab fd cc 83 ed 06 0d a2 a0 1c d4 a8 50 2f 09 4f 6b 49 2e b7
b9 d8 b0 4e a9 75 84 f4 10 9e e8 8e b9 8c 43 81 04 f3 33 b9 4d 74 cd 2e 0e 44 3e 1e 68 5d 84 bb
4c 5a 52 0e b3 7c e2 ff 6d b0 c7 eb 6c a5 0d 37 07 21 cd b3 1e 74 c0 d1 c0 72 0f 80 0a 86 de 7b
76 b5 68 a6 d9 8e 98 ff 6e 50 f4 88 45 99 90 2d a9 02 f8 7f 52 a3 e7 6c 1a 6b b8 17 e0 5d de 47
98 0c 39 4d 04 44 9a 4d b4 31 56 ed cb 2e d4 ad cb ab 10 78 67 07 13 45 76 dc 35 0a 18 a2 21 38
3d f9 45 db 01 5b 72 4b 39 b5 fe 27 b2 6e 72 25 8b 5a 07 87 89 23 16 64 18 d0 b9 88 05 a6 15 e8
90 a9 d2 89 cc d8 a2 d6 c4 4d c6 c5 d1 49 02 7a 82 c1 7b 65 3b 2c 11 19 cf a6 e2 a1 e9 00 f2 f0
af c2 78 c1 b5 20 c9 88 a4 24 72 87 86 f2 b2 f4 71 48 21 ba 68 56 bb 7a 58 4e eb 5a 16 a4 c3 b9
db 3e d1 4e 80 c0 34 ba b6 9a e7 2d 8c ca 94 e4 39 e6 f4 59 4c 03 42 bb fa 79 bd ae c3 81 09 66
00 84 1d 5b 9c 8c a5 82 7b 87 e0 2e fc 2d 67 41 d8 94 be 16 e2 c0 bb 15 97 d0 dc 83 b4 7a c5 42
62 be 20 68 a8 24 28 e4 c2 c9 d4 fe 0d 37 ec ec df d4 f2 5a 21 e1 cb fb 45 04 76 66 cd 14 96 a9
c6 eb 3c 2e 71 27 07 34 fe 2d 6e e8 1c 66 ab f7 1c d5 47 d0 19 4a a4 ab 61 03 5f 8c 86 2c a0 c4
82 98 ca d7 1a 9d 9b 7f c2 df 83 9c 67 43 1a 6a bf ed fa 48 bb ae 66 e9 1a a0 04 22 d1 a5 12 8c
70 e0 95 66 6b e8 cf e3 68 68 1d 5c de 3f 19 46 24 fe 5c 07 54 ff 71 96 6c 51 4a 69 33 ee 30 67
2e 19 d4 72 83 e2 d9 4f 1d 44 15 51 e4 96 77 a3 4e 9e 84 a6 6d 4d 76 c8 10 a7 c2 4f 95 72 2f 65
ed 4c 5e dc aa cd 3a 13 b4 3e 6b 25 94 fa b2 09 fe 2f 66 f8 8f 9b 2d 67 47 f0 8a 74 99 10 33 00
b0 63 4d 99 19 58 aa b3 e6 f6 7e a8 ba 5b 38 98 23 e8 30 39 52 c9 ec 12 11 14 31 d3 43 d4 b4 27
bf 53 b8 56 2e a9 02 f5 9b 4c 85 30 36 7a 3b 4e fe 8a 3c a6 ef 7d 53 15 83 bb 65 91 ce 68 41 7a
7a 30 07 36 1b fa 6b 75 2c 57 4e 87 0f d9 c9 38 95 3d 2b 6f 77 7c 1f 7d 25 ac 32 15 6e 59 9b af
2b ec 5d 05 a2 d2 d0 10 2d 7d 4b 55 4d b0 47 68 65 70 a9 22 01 f5 13 fe a8 23 20 65 19 bb d2 2f
b2 53 fc fe 45 84 9b 1b ee 54 de c5 99 3b 22 81 76 7a 65 ea 79 fc 19 c8 ca af c2 cf 2c 74 ad da
9c 02 99 fa 08 38 f3 d6 d2 99 ea 4a ab 6d 2a b5 c9 ee 10 95 ab 2d 8a 5f e2 d0 7b 3d 6e 15 c0 5e
c7 8a aa 4d b9 55 72 b3 c9 9d ff a3 60 53 c8 04 00 59 35 7d e8 80 b4 33 c0 45 81 d5 26 a9 e3 88
97 b9 9c c0 1e ff fc ba 09 1d 3c c1 e5 9f 4d ea 11 a6 f7 46 03 8a 49 60 17 c8 58 8f 7b 95 0d d7
d0 2b c2 fc b8 8e a5 52 fd 18 b1 47 66 1f 53 9d 57 9f 1b 98 c4 b8 5f 8b 9e f3 65 a4 e0 ce 37 85
b9 c9 a3 c5 f1 88 39 68 e6 d1 51 a1 16 4d 8e f0 d2 27 8c c8 b9 ca 93 3e 84 e6 06 15 9c b5 b8 87
7c 23 31 d3 38 9d 54 5a 3c ce c9 ae cc c8 ff ac b3 5f 49 d3 93 44 6d ad 21 d3 22 01 78 dd ce 6d
8c 43 4d 71 7a 3f 90 11 c3 93 43 c4 8c 22 8b 6d 72 9e 30 b8 28 b8 0b 24 3e a6 6f 01 ea 47 e4 8c
1e e4 10 14 ef 38 f7 72 96 ae a9 75 6f 6a 90 0f 72 58 0e 89 d9 bf 20 8c 2d 39 cc c7 d1 73 1c be
a8 80 24 f4 44 dc e8 e8 61 ae 61 39 ce 54 90 63 27 08 e0 65 64 87 67 97 0b 08 20 b5 69 d5 06 87
b5 53 a1 b5 9c 35 16 59 b5 d7 0f e8 34 af 36 4e ba f1 f8 2a ac a3 f3 41 37 80 c7 6b b5 80 0a 62
8e df c4 52 df 44 46 06 38 6d c2 0e 04 2c ed 16 68 24 a5 ad ec f8 69 03 7c 68 b5 c3 35 32 40 66
e1 e9 e1 22 1b f0 56 cc 7a f0 f1 48 3c fe c3 20 7a 75 02 c8 72 13 7c 30 66 00 13 ee 18 cd 7b 70
16 d3 86 15 4e ef 09 f5 35 31 5f 49 53 a5 36 c3 01 24 0f 2b 27 1b 94 ea cb 03 6a 0c 5f ea 6a 3e
6a db 38 2c b4 30 2c 7a 33 2d bc 8c 9a 9e 97 4b fc ab 62 03 28 26 16 3a 6d c5 e9 d0 6b 28 0b 1e
0f 45 dc 1c 5c 96 e2 82 44 81 99 b2 0e a6 c3 30 53 e2 53 f2 a6 8c 7f 06 d3 0a ae 76 b6 a8 00 7a
af 28 52 35 12 a0 d9 ac bb 20 3e ea 52 6c 1b 7d d0 2d 6c 6f 93 06 85 dc 3c 5a e0 55 91 c8 7f ae
83 0e 2e 6b 84 48 23 22 c8 9b 27 20 22 07 25 b9 26 48 39 fc 8c e6 5b 33 82 9b ca d1 58 e3 30 eb
af a5 69 0f c6 73 36 6a b3 ab 8e 05 61 25 2d 50 9f 86 5c 17 49 f6 31 1d c4 82 2d 72 1f 21 97 07
89 42 b5 ba 5a 46 bd 80 bd bb 55 39 7f 54 92 c2 0f 72 63 70 c4 bb 7b f1 86 03 19 32 c1 bd 78 90
0f f1 e0 f9 3b 38 eb fb 2f cf 3c f8 f5 58 76 da e1 1f 3c 61 22 88 b8 e3 f0 7a ad 1d 24 71 f7 6e
c0 38 1e dd 1c 7a 57 a1 6c 33 2a f4 87 ef eb 43 26 e7 a2 32 69 8f b8 22 3d f3 f6 83 5c 05 0c f0
10 77 ff 47 ba 4a c6 a4 15 bc 5d 01 37 15 00 00 0d 05 73 68 6f 72 74 0c 1f 8b 08 00 00 00 00 00
02 03 7b ba 01 38 05 00 00 0e fe 00 00 02 00
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=doc user=app type="text/plain; charset=utf-8"
> derived "select name, body, id from doc"
> end complete
< begin mysql.rows tx=1 db database=crm table=doc user=app columns=name,body,id type="text/csv; charset=utf-8"
< derived "\"name\",\"body\",\"id\"\n\"gz\",\""
< stream 1
< begin mysql.rows tx=1 db database=crm table=doc user=app columns=name,body,id file="body"
< derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03{\xba|\xf2\xd3\t\xbd:/v\xad~\xb2{\xef\x8b\xf5\x8dO\xfb\xb7\xeb<\xeb\xec~6g\x17\x90\xc5\xf5t\xcf\x02\x03\x1dCC\x03 4\xb4\xb4400607\x00\x02\x1dCc\x0b\x03\x030a\x00Rc\x88\xa9\xc6\x10I\x8d!H\x8d\x11\xa6\x1a#$5F\\\x00\x8bR\xb2\x8f\x8a\x00\x00\x00"
< end complete
< stream 0
< derived "\",\"1\"\n\"zlib\",\""
< stream 1
< begin mysql.rows tx=1 db database=crm table=doc user=app columns=name,body,id rows=1 file="body"
< derived "x\x9c{\xba|\xf2\xd3\t\xbd:/v\xad~\xb2{\xef\x8b\xf5\x8dO\xfb\xb7\xeb<\xeb\xec~6g\x17\x90\xc5\xf5t\xcf\x02\x03\x1dCC\x03 4\xb4\xb4400607\x00\x02\x1dCc\x0b\x03\x030a\x00Rc\x88\xa9\xc6\x10I\x8d!H\x8d\x11\xa6\x1a#$5F\\\x00`\xe6-N"
< end complete
< stream 0
< derived "\",\"2\"\n\"zip\",\""
< stream 1
< begin mysql.rows tx=1 db database=crm table=doc user=app columns=name,body,id rows=2 file="body"
< derived "PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00!\x00\x8bR\xb2\x8f\x8a\x00\x00\x00\x8a\x00\x00\x00\r\x00\x00\x00customers."... 262 bytes #58d0d191
< end complete
< stream 0
< derived "\",\"3\"\n\"long\",\""
< stream 1
< begin mysql.rows tx=1 db database=crm table=doc user=app columns=name,body,id rows=3 file="body"
< derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03e\xd1eT\x13\x8c\x1e\x06pB\x98tw#)c\x8c\x0e\x01\xa5stH7\x8c\x96I\x8e\xee\x94"... 4355 bytes #b28ea4c5
< end complete
< stream 0
< derived "\",\"4\"\n\"utf16\",\"手机 13800138000\",\"5\"\n\""... 4347 bytes #5fc470a1
< db database=crm table=doc user=app columns=name,body,id rows=8
< end complete
