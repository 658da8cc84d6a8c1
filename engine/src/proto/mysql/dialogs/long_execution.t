# Executions longer than is held: their values go through in pieces; of a statement that is not known the strings do.
@limit head_bytes 1024
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
3f 00 00 00 16 69 6e 73 65 72 74 20 69 6e 74 6f 20 64 6f 63 20 28 62 6f 64 79 2c 20 6d 6f 62 69
6c 65 2c 20 67 6f 6e 65 2c 20 6e 6f 74 65 29 20 76 61 6c 75 65 73 20 28 3f 2c 20 3f 2c 20 3f 2c
20 3f 29
<<< hex
0c 00 00 01 00 03 00 00 00 00 00 04 00 00 00 00 1b 00 00 02 03 64 65 66 03 63 72 6d 00 00 01 3f
01 3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 1b 00 00 03 03 64 65 66 03 63 72 6d 00 00 01 3f 01
3f 0c 3f 00 64 00 00 00 fd 00 00 00 00 00 1b 00 00 04 03 64 65 66 03 63 72 6d 00 00 01 3f 01 3f
0c 3f 00 64 00 00 00 fd 00 00 00 00 00 1b 00 00 05 03 64 65 66 03 63 72 6d 00 00 01 3f 01 3f 0c
3f 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 06 fe 00 00 02 00
>>> hex
2e 11 00 00 17 03 00 00 00 00 01 00 00 00 00 01 fc 00 08 00 06 00 fd 00 fc 03 11 1f 8b 08 00 00
00 00 00 02 03 65 d1 65 54 13 8c 1e 06 70 42 98 74 77 23 29 63 8c 0e 01 a5 73 74 48 37 8c 96 49
8e ee 94 90 66 52 52 22 d2 21 63 94 74 8f 6e 29 69 24 04 14 24 ef fb de 4f f7 9c fb 7f ce 79 ce
f3 e1 f7 ed 5f 06 19 a1 e5 04 a3 98 dc 29 80 6b f3 cf 02 41 4b cc 2f 61 2c a3 74 5e 34 8a 19 f3
6a d2 f9 e6 22 d6 9d 82 ac cc ce 0f cb 45 27 fb c8 dc 50 f3 20 de dc fb da 9d 74 4e e9 79 83 5a
c8 cd 02 25 77 51 4d e3 c3 c1 33 81 84 73 36 96 82 ed b4 fe 7a 82 9f cd 46 2f ee 98 3d d3 e5 43
46 87 1e 78 0d 77 c6 93 95 57 93 67 bf f6 f8 42 9e 9b 42 7c fd 70 af 2d 62 52 b1 d4 e7 3b 4a 5e
31 1c 0c 8d 8e 0d 8b fe 19 67 b1 61 77 d9 d4 97 a8 a1 17 c1 80 08 b7 11 71 b8 74 6b 86 d7 b7 9d
cb be f8 7b f2 fb aa 90 4f 4d a4 36 f6 b7 1e 81 33 52 83 28 07 14 8d 32 6c 81 7d 82 d9 c1 c7 bd
1d ef 5a 88 89 53 7e 45 d9 d5 6d 37 b4 f1 be 11 f1 3e b3 ff 02 bd c2 f8 5d c7 27 33 e0 78 69 b6
f6 19 38 72 3c ce a7 6b 2c 47 0c 39 51 3f 6f d4 56 c0 07 88 a8 ac d9 b9 11 87 b9 65 06 96 47 cd
2b b0 34 1f 2e c8 43 f0 36 2d b0 34 5f ab 9e cb b0 94 5f 89 31 85 da bc a3 12 da 23 66 dd 2a 77
7c b7 77 19 12 e5 b4 a3 3c 27 3b b4 55 cc 19 b8 c2 e9 86 90 d5 46 a9 85 2b 9f be 01 8f fe d5 87
e9 ad 4e 54 2f d8 b7 94 08 a0 f0 aa 0f 37 f1 fa 2a b3 59 25 7d 44 f9 62 13 29 cd 13 e4 17 a3 d0
9a f7 15 fc c9 4c 16 4b 9c f1 4f f9 a3 9f 7b b1 c7 ca ee e3 54 cf c5 cb 53 c3 25 f4 62 e8 cc 9d
0a 3f 38 67 6c 9b 25 d4 e3 85 91 03 f0 6c 2e 82 b7 c5 be df 0f e7 7b f8 d4 3a a8 a0 eb 19 e4 01
1c 11 ab fa 8c 7c bd a9 41 59 34 47 96 3a f1 db 98 31 6d 9f ca 82 c9 0a 3c 5b 2c 30 aa 7a 9f 5f
24 3b 86 62 81 62 f9 d5 c6 a8 86 09 72 11 7e 7c da 83 e5 f7 9a 69 ea d4 2b 2a 4f 7d f8 48 a8 14
5b 45 bb f7 e8 f0 82 6f 62 31 ff 79 10 db 79 38 57 ac bf b3 ef d1 5d 2f f7 ef 74 1a 07 6e 8d ca
08 84 22 ee 1f 96 eb 78 21 cf 9b 8c f7 c7 27 27 d2 8e 85 7c e7 4f 33 0e b9 77 e3 07 5c 5d b9 40
aa 31 ad 0a 29 92 6d be 0f d7 c3 84 ba 98 b7 bb e8 3c d5 b9 ba ee 62 99 4a 8c f2 ea 51 19 7b dc
8c f0 4e b6 e1 41 ee d6 95 24 da 14 11 fa f7 9a a1 71 eb c5 36 5d 2b c4 63 50 5e ba e9 5d e5 f7
d7 74 72 c6 bf 66 6b 53 73 22 a2 d1 f0 bc ab 61 19 43 3d 2e 97 87 37 7b 9f 77 97 55 6c 83 40 26
b5 a0 12 78 7b 94 13 fe 4c df 8c 6b 77 42 35 cb 63 72 eb 2b 0f 81 84 d0 be b1 ed ef 85 04 72 a4
4b e7 37 18 9c 43 a7 3b a1 e2 30 6d 88 f8 21 1f 25 c6 2b 3f 0a 84 5c d8 ba a4 10 47 ae ed 40 34
0c 03 27 ef 28 b9 38 e8 c2 3f 84 78 3a 9f 91 c0 ee 71 81 37 d2 7b a9 c3 fb 8e ac 7a 01 39 e2 80
9d c9 ee 7c ef 58 68 e7 7b e2 15 9b 2d 7e 6f 05 bb 9e 63 54 1f 66 70 27 54 9d a5 67 b6 1c de 2d
92 e4 31 f8 64 63 79 4a 5a f8 ad ab 72 cb 48 1c 93 27 85 b7 71 e1 a5 4b 4f 4b c1 77 20 dd b9 7d
e7 b6 6d 59 db 39 c9 74 08 9a b2 9b ec 98 95 25 d2 8e b5 1a 99 58 45 1d f3 f1 5d 0e 26 1b a1 9f
d8 c5 49 7f d8 ea 9d c2 83 c5 13 04 c4 bf a2 e4 08 c9 e3 30 a4 1b 32 c9 46 f6 a7 5c 6f 59 94 23
96 cf 45 70 e1 71 fb b5 9f e2 dc 91 bf 6c 56 56 4a 7c 67 44 b4 c3 46 88 55 b0 bf 56 aa 75 05 db
48 58 b0 af f0 31 b9 08 d6 85 ef 4e 17 65 96 9f 0c 9d 8d 1d 57 a7 d9 4e 34 b6 58 a3 27 45 7b 8d
2a 35 34 82 02 8a 53 31 d5 69 59 c8 0d 25 bd bf 62 9d 14 1e d1 06 e9 8f 26 4c a5 e5 cf d1 17 b6
cc ce e1 b5 d9 0f a1 a1 d8 6b 3a 8b 52 20 74 db 91 be 3c 80 5e 75 94 bf c3 58 bd 21 4d cf 98 5d
bc ef d6 21 ef 15 f5 55 31 c3 00 50 cf 0b 6d 7f 6e e1 49 35 a6 d3 f7 f5 a5 66 88 2d 15 45 99 f4
e0 c1 87 85 fc d0 a5 c1 f6 ed 0d 33 02 cc 9b 13 ff ed 43 b3 f3 31 31 76 b9 af ab 28 d0 16 25 a5
fc f3 22 1e 86 6f 4a 44 6c 12 76 0a b7 e9 06 5e 6c 8d e1 ba 65 49 07 6a 11 bf 5d 62 02 4a 3a c9
1d 2c 26 f4 92 2b ba 8d 62 a5 68 5b f7 44 c3 87 3b 63 bb db d5 5b 2b 79 b7 7c 4c 69 b3 c3 0b 8a
30 c8 bc 34 33 be cf b5 d1 2a dc 78 d3 10 30 60 36 23 c4 5a 60 33 79 8a 50 d4 85 ae 22 20 48 73
57 90 55 3d 61 3c 16 87 b1 f1 c7 5d a8 01 06 35 0b 21 da 2a 40 97 49 14 d7 5e 75 c6 71 d6 a4 80
35 97 f6 12 bb 7b fd 84 77 cf e4 ad 68 b4 2f c5 cb aa 18 fa b8 f5 d8 6c 4f 3e 80 51 b4 bf 93 6e
85 ed e0 27 78 cf d9 2f 6c a2 75 bf 7c b7 21 6e 63 75 52 22 49 31 bd 3a 55 62 12 2a 65 2a 76 1a
b6 36 47 b6 3e b1 10 67 a8 24 19 19 30 fd 52 58 41 08 9a 55 f2 65 31 1a bf 31 32 95 b6 bd f4 22
9d 64 86 64 5d a8 fe 8c d6 03 94 6e bc 8e e1 94 ce 80 d5 70 0b be b5 bc af 8f d6 4d 73 f7 7d 34
90 e0 bd 15 ad 68 01 8f 8f 00 17 09 3b 9d 11 31 2b c6 3d 7e 47 af c8 1a 2a b4 77 cb 8c 8e 37 22
7d 5f 55 fd 0c b0 8d cb d3 d6 0e a9 68 d0 f3 af b0 8e 12 31 10 b1 ef 83 68 e4 e5 ac 25 d9 8b 8b
a5 38 0f 1c 93 e1 8e ad 7b 65 1f 13 a8 46 a2 b1 82 56 17 7c 7c cc 5f ee 7f 2f 8a 16 9a 0f 1a d3
09 5b bc 3a c0 9f b2 a8 c0 19 bc 11 a3 08 f3 d4 73 6c 10 3e 80 5e 3c ed a8 9d 3e 70 b5 1c 92 6d
61 0c 4f ea 1d 63 c1 e5 9a 5f 68 8a 15 87 21 c6 df 0c fd 74 33 90 7f 66 7b f6 56 bd 69 e6 34 eb
d5 59 b3 4f 5c 77 f8 b2 d5 1f cc 94 af c1 79 a5 bf af 57 f8 90 5a 88 7e 26 be 72 95 3a 00 8e 2b
47 56 98 b0 9a 9f d5 5e bd 96 cb 84 21 28 c7 e1 de 9d 67 e3 85 74 ec bc 9f ca f9 1d d3 d5 a9 da
6d c8 a3 01 b6 5e e9 e9 43 f6 49 d7 f2 3c 97 79 2b 31 3e 4d 25 f8 ea 5a 8d cc 7d f6 55 35 18 55
73 ee 9a b6 56 bb 18 46 9f 91 d9 7c 37 f1 39 b1 0e 7a 27 5d 69 fb 31 57 0e 48 39 86 a6 1b cb 15
c7 a6 b1 b9 60 ee d6 78 ee 46 79 68 22 6c 4e be 20 8c db ae 52 10 95 67 b9 40 56 82 bf ca f0 40
29 bd 80 de 66 07 0c 68 5f cc 88 3c ff e5 06 01 2c 63 3d 91 e5 f7 94 95 ff 85 f7 2e 68 d7 8a 0e
a5 ce 97 f5 78 14 41 4f 8a c3 02 e0 19 2c 2c 34 f8 cb 5c dc be 71 66 a8 fe 02 a9 3f 77 d9 bf 97
f8 39 33 85 e5 33 00 52 b0 12 d2 3d d0 ed b7 97 86 51 1a 13 bf a8 43 95 ae aa 91 f4 58 cf 77 dd
eb e8 57 c0 34 72 e2 1c f1 a4 ff 08 d8 cc ea 37 1a 55 7a e9 64 ed 66 2b 60 9e 81 fc 3a a1 19 42
7d d7 25 d6 79 cc ab 5d 4c 52 97 82 0f 26 83 5e bb 47 a7 2c 0b 6e 2b 44 50 54 3b 9a 7f 7b 4e 4c
4f d6 71 f8 97 75 54 06 14 59 e2 c7 3f 6c b1 a3 db e1 ef f5 9a 22 b2 89 99 98 36 ea 8a 51 58 fd
23 96 43 ce a6 e8 af b2 ce c8 c1 97 5d 7f 7a 8c 36 e1 6a b8 a7 76 e4 3a 6f b8 bb 54 b6 05 fb 09
b8 f6 aa cb fc 2e 5f a0 d4 2a bd 98 cc f7 d4 37 34 e3 e6 a7 43 b4 89 12 b2 ab 0c a3 6f c5 3f 1e
5c 49 69 31 b9 5d be 97 89 74 6a fb 1e 0d 0f 10 1c cc 98 d5 67 ca 52 7b ba 55 a3 b2 85 f1 de aa
75 8d 72 ca f3 9d b9 b2 b9 8f 89 3d 0f f0 3e c9 c4 59 d9 36 df 09 87 6d 92 b1 be 2a f5 0e 04 98
ba 54 8c 0b b5 42 91 eb 77 62 b5 6c 73 c8 b4 04 97 f6 b2 64 8a df 6f 13 29 e2 07 f1 c3 2c 0c 45
0a c3 48 f0 04 ed a2 f1 8e e1 3f 44 1a c1 66 34 89 2f 4f ee 52 24 64 65 d1 ca de de 1a 3f 47 0d
f0 06 17 c8 47 e8 91 d5 e3 81 55 eb a5 e3 0c e5 1a 4d a1 8b 38 6d e2 56 cf ca bf 3b e2 bf 55 59
18 dd a7 a1 24 8b 4b 24 17 0e 93 c5 5d 0b a0 4c 97 fc 50 6f 28 c3 1c cf 77 a2 b1 f9 52 21 6b 32
3d 29 08 98 be ef d5 ef 84 3a 42 5c 9e 15 90 04 7d f6 b2 ee 1b c1 6d d2 87 97 95 df 26 a4 79 64
33 11 e8 b2 37 6c b2 0c 6c 36 8b bf d5 9e fb d2 a4 e2 f4 0e 7c 11 2f 37 23 82 35 2d fd 30 aa 39
97 22 d1 b3 77 98 de 94 d9 34 d4 57 8a fd d8 f3 23 d7 12 a1 be fe cd 97 bf b2 2c a8 1c ba 8c 43
44 1b f9 90 5b b8 be 3a 78 fc 95 b2 71 0f 87 dd 47 68 aa 6b 5c cb 7a e1 ef f8 66 ad 80 31 f2 23
8a ab d0 44 22 ab 76 41 27 c3 c5 7a c6 82 59 ac 89 6a 1a 07 33 1f 0b 31 2a 04 20 b1 37 79 88 53
73 98 96 55 d7 11 23 16 e6 32 be 3d 5d 65 c1 2d 53 0b 68 7e 67 44 1a 27 c4 da 60 bb db 8f cf f0
66 84 7a 93 01 1e 0a a3 d6 7d 5d 8c 7d 80 98 0f bf 67 0f 1a f4 9a 29 18 bb 26 08 02 be 36 fe da
63 85 9d 31 82 94 aa ea af 9a 60 7b b9 d8 18 3c 60 73 9a 56 17 b0 4e 96 4c 58 a3 1d 28 2f 60 9f
20 b7 75 0a d7 6d 6f f2 40 77 bb e4 5c 40 bd f7 14 a2 37 db 43 26 dc 5e c9 82 12 fa 89 d5 0b 01
83 40 53 df 52 6b 71 76 64 8e 2d 5b 21 ff db f4 57 63 a9 2d 13 c7 0a ef 4c 49 50 8d 33 84 3f 43
c7 9b 84 2c 32 a5 12 de 50 a2 29 f5 56 1d 10 da 3d 94 85 66 de 0f 11 6b 0d 18 92 ef a9 68 83 25
28 4a 5c eb 80 73 c3 5e 29 a0 86 a5 ad 9a 3d 06 e7 15 b9 1b 6b ea 68 13 7d ff e8 50 66 a3 af f5
d3 02 4e 85 ca 4a 7f af 02 02 b1 7f 28 36 e6 2a aa 06 7e 96 5e 32 d2 fe 89 76 96 ca c0 6d fd eb
4c cd 9c 82 b0 97 28 d8 91 d4 2b ff 71 8a cc 30 e2 a0 c1 39 bd 7e 5e 19 2b 7e b3 76 63 53 fa e4
2b e8 7d 58 30 8f 32 31 e1 88 7a 76 bb 95 91 48 41 45 8f 65 4b 89 4f bb 52 47 38 9c 89 4a 6c 82
ce e3 7e f1 51 27 97 57 d5 5b 5f 79 6b 9c 9f 72 f3 b7 8d 67 27 26 e9 92 5a 1a 07 e3 42 35 eb c6
13 53 83 6f d9 58 5b 0d f6 67 7c 65 47 2b da e3 bc cc 95 39 0b ed 7f 94 73 6b 89 ad bd 76 f8 34
3a e7 5a 03 37 47 a2 a5 bc cd 9d 24 bd c2 c1 d6 61 37 de 87 6f 25 79 27 39 37 15 a5 44 8e 86 8c
6d 2f 04 94 bb 98 d0 01 b4 9d 54 00 f7 a3 5c 19 a5 65 a0 93 54 b3 11 aa 06 27 42 16 de d9 72 43
dd 24 dc 52 21 49 16 14 d1 6c bb 8d bf 29 85 ff 57 82 33 ca 52 33 a3 47 2d 2c fe 07 80 b0 16 f2
f7 8a 94 9c cb 62 e8 42 77 67 d8 87 ab f5 93 47 a1 02 b5 9b 51 eb 69 e5 e9 40 73 11 76 d5 d5 67
6f fc d0 23 1a 75 b5 c4 be 44 d6 98 16 15 32 b0 e3 b2 10 32 35 40 95 03 51 83 0c 6e 44 57 31 7f
29 fb d3 1e e4 df 00 51 72 c6 de 47 6f 8f e4 19 b1 a9 e5 e5 87 d7 70 da f0 98 21 9a 4e 5b 56 d8
af 4b 4c de 45 12 18 c4 07 e0 7b d2 8e ed 38 a6 0a d9 07 32 c9 d3 f2 70 d6 28 61 59 27 00 ca 88
dd 4a 2b 88 ae d1 5f 4c 98 66 69 80 55 f7 63 91 c7 b8 44 1f 8b 18 67 3f e9 08 e0 69 bb aa 81 be
22 17 eb b4 2a 7d a2 2e 49 0b f6 93 91 49 0a e1 4f 2e 84 91 10 ef 71 10 b1 a2 2c 33 d4 22 0a a5
69 aa 47 dc 18 b4 f5 e8 5e 37 78 e4 56 46 24 0e 60 1b 6f 64 f6 ee 9e ea 86 91 84 e1 c7 ac 05 fa
36 43 cb 97 92 73 1e 3d 74 2e e3 94 72 53 f9 2b b1 ae 43 f5 4a f6 dc e8 5d 5b 69 36 2c d6 54 72
08 25 21 4f 14 f3 20 4d 82 46 c7 a3 a0 d9 ea d1 2a 52 7f 27 00 85 92 ef aa 28 3e ed 47 36 09 99
bf 4a 2b 98 66 30 0d c9 e6 07 ee 06 0f 18 67 a2 29 20 36 fe 19 b5 3d ed 24 32 0e a7 9c 6a 3f b5
72 3a 7e 6c f1 e3 7c 1f 64 a0 7f 4a 0d 0b 1e f1 2d d0 e1 05 90 8c 0e 5d be 55 7c 80 71 7e 56 db
e3 ff ad 99 75 38 ae 94 03 16 1b 73 de 70 e9 a5 ca d6 06 35 42 c1 5f 6b 1d 99 52 97 f6 22 57 64
a7 b4 c2 ba 45 da 5a f2 f6 f8 93 46 32 b6 25 77 2f 4d 34 b1 e5 51 37 01 1d 35 bd e1 78 8e 18 51
4c 66 1f 92 ca 22 02 63 37 40 77 fc 4e 72 8b 19 9d d4 5b dd 28 aa ec c9 d5 c8 26 78 bf bc 6d 27
2b f4 13 07 cf 76 cf f0 ec 03 91 f8 cf 9f eb b3 e7 a6 6c 9b a3 b7 4a 4f 7c 1d c7 29 b3 2a 07 8e
a4 41 5e dc 00 91 07 7e 8f 7d 46 c7 aa 2b c6 39 95 49 3a f5 d2 2a 1b 6c ab a4 18 60 51 5f 44 ce
c8 02 7d 3e 22 b4 67 3d f2 83 93 02 bd 4b d7 f1 8d 2a aa c6 f1 80 be e8 09 fb 54 19 79 d2 9b 8d
4c 47 d7 7d f4 0f 28 94 c9 7c ed 25 9d 32 c7 83 39 c0 e0 d1 2b cb 4d 57 dd 59 f8 04 ec 04 a2 9b
85 45 6e 2d 69 33 29 52 e9 6e 67 f9 95 68 15 44 95 bb 43 7c 87 48 2b 7a b4 33 61 02 0e c7 9a 96
ab 9f c7 a5 28 9a 64 5d 39 33 6e 1a f0 1e 04 1c af 53 10 fc 4e 2a 67 09 de b9 a4 c2 18 75 76 90
5c ba d7 9f 1b 77 ff 84 7c 6a 33 93 c8 79 b6 0f 96 d4 1b fe 49 4e 46 29 38 a3 30 db c4 dd a5 df
6a 04 aa c4 fa 8d d0 8c 06 8b c1 5f 68 3d 24 48 97 9f 06 eb 53 45 a2 1c d2 26 a0 72 70 38 18 20
c6 70 e3 ea 03 34 d6 8a 25 59 1a 96 c8 94 e1 f3 f4 0b 62 09 e6 fc 22 44 e5 61 82 a8 e5 fb 69 81
f3 71 7a 92 94 3f 58 c3 10 52 a7 02 75 78 53 c9 8e f9 9b e2 e1 d3 33 56 07 3a d4 b4 40 83 fe dd
83 52 14 82 e1 c4 60 ad 3f f7 05 7b b8 2f dc e1 30 e0 8e 6e 68 a4 b6 07 0d f4 ae 5e fe 80 95 7b
f3 54 e2 62 7e 3a f7 50 bd ca fd 79 f3 f0 09 69 66 15 7f 82 d5 d6 64 a0 8c 07 55 b7 e5 60 c2 67
08 d2 10 d6 38 9c ff 58 62 ad 3f f4 04 c3 44 34 78 3f ac 49 b8 5b 29 7c 8e ab f2 47 5c 36 f2 43
37 f3 e3 5d 1b 1e 93 f4 b7 9d 42 c8 21 59 f9 95 32 76 82 9a 35 cd d0 eb 94 c0 4c a2 85 49 be 9e
bb d6 e4 32 bd 7b da 7a 15 47 16 fd 7c e3 42 86 9c be 56 ab c4 82 0b 87 d2 8d 09 f1 68 e4 70 49
ff af 38 49 e8 ee 94 6e 31 35 24 f9 6c 9a 3b 69 08 39 92 2e 1b b5 8b 4b f5 a1 b9 35 36 e8 99 e0
8c 44 be 81 a9 f4 c4 70 cd d8 d0 e3 97 46 2b b5 99 74 45 f7 6a b6 19 76 4c ff ef 13 ee 49 0a 10
2f f8 cb 54 b2 de 74 85 be 24 f6 44 77 58 01 b8 95 a7 95 80 43 b6 dc 13 f3 50 65 3b 89 79 9b 94
f2 54 e2 0a 96 55 53 e9 e3 e9 92 4a 02 7b 4d 1c bf d4 c5 9a c4 2f 39 36 38 f5 96 b1 f3 53 18 c7
a5 e2 ea fe be 4d 8d 8d e4 84 41 aa 1d f7 d3 0d 07 fb 58 a7 6c 82 a7 ac cd ce 73 b8 b1 cd fa c5
cd 1f 44 a9 4d 9a 17 48 f6 45 6a c5 b4 da 7e 5d 3f ff 52 72 21 27 1e 36 e8 da 1c 86 6f 9b bc de
a7 b7 ae a8 8c 2b e1 de 43 fc 04 78 4c 0d e5 28 ab fe 79 ed 8c 1d 04 6d ee 15 15 7a e5 b8 79 b0
c9 ce 70 66 34 06 3f fb a5 2a fd d0 cb 0a f7 c1 1a 82 51 04 81 1d 31 28 4e 68 c7 03 df 50 cf c4
50 69 9d e2 fd 16 15 b4 52 d3 2f 13 eb c5 e4 20 e1 e3 66 c8 38 1c c5 76 21 b4 3a 74 91 75 59 91
00 36 81 81 70 61 fe f6 a4 bc 82 6c 8d bb 2a 5b 6c 1e 2e 6a 29 f7 fe 83 49 57 1e 02 66 12 a5 55
46 f3 ac ad 08 c5 f0 dc 06 e2 f2 5e b0 fe 96 fe 79 79 52 28 ee 0c 7e 8d 6f cb 27 0c 78 2d 8f 9e
28 79 d1 d2 17 14 ab ec a1 9e 1b 43 f0 24 bf 9b 67 3a 6e f4 aa b4 e9 86 61 da 50 68 4d 24 31 c8
35 4a f5 19 fb 10 82 9b 95 1d c0 89 e4 52 95 bc 4b da 35 13 8e 40 8c 4c bd fe 01 3e aa 2d 73 26
19 78 2b e6 d2 58 95 8c 63 c3 c9 af 53 18 63 4e a3 f6 47 90 a9 2f 82 1f c6 c2 96 0d 88 97 6f 6e
33 55 ee 08 eb 40 19 4a 86 1a bc ef 21 81 d9 bd e9 43 05 fe 8a c1 a6 13 fa d6 e1 9f 4a f2 6b e3
ef 0b 89 a3 5b 01 b4 f4 f5 ef d7 be cb 9b 2c d2 36 ec 71 ad 3f ce e0 d5 4c 1c 5e 57 1e dd 12 cc
df 19 e1 c6 c5 6e c2 cf 2f 63 4f 8f 14 b8 f6 3e 0a 39 a7 b4 b2 cb 5c fc 89 34 c7 21 3c 23 f5 7b
54 69 53 1f 28 a5 6a b7 d8 a9 48 df 49 7d 07 dc 6f ab da 46 75 ec d7 86 ef a4 7c 05 ee c6 27 ee
7e 68 fb 67 e1 ef b4 17 81 81 82 82 e0 7f 22 28 29 09 06 0b 83 c5 c1 ff 1c 50 50 58 02 0c fe 6f
81 ff 35 82 ff 6f 04 ff c7 08 fe 6b 84 fe df 08 fd 8f 11 c2 ff 0f 6f 95 be 3d f2 10 00 00 10 65
8d 36 03 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
2d 11 00 00 17 03 00 00 00 00 01 00 00 00 04 00 fc 03 11 1f 8b 08 00 00 00 00 00 02 03 65 d1 65
54 13 8c 1e 06 70 42 98 74 77 23 29 63 8c 0e 01 a5 73 74 48 37 8c 96 49 8e ee 94 90 66 52 52 22
d2 21 63 94 74 8f 6e 29 69 24 04 14 24 ef fb de 4f f7 9c fb 7f ce 79 ce f3 e1 f7 ed 5f 06 19 a1
e5 04 a3 98 dc 29 80 6b f3 cf 02 41 4b cc 2f 61 2c a3 74 5e 34 8a 19 f3 6a d2 f9 e6 22 d6 9d 82
ac cc ce 0f cb 45 27 fb c8 dc 50 f3 20 de dc fb da 9d 74 4e e9 79 83 5a c8 cd 02 25 77 51 4d e3
c3 c1 33 81 84 73 36 96 82 ed b4 fe 7a 82 9f cd 46 2f ee 98 3d d3 e5 43 46 87 1e 78 0d 77 c6 93
95 57 93 67 bf f6 f8 42 9e 9b 42 7c fd 70 af 2d 62 52 b1 d4 e7 3b 4a 5e 31 1c 0c 8d 8e 0d 8b fe
19 67 b1 61 77 d9 d4 97 a8 a1 17 c1 80 08 b7 11 71 b8 74 6b 86 d7 b7 9d cb be f8 7b f2 fb aa 90
4f 4d a4 36 f6 b7 1e 81 33 52 83 28 07 14 8d 32 6c 81 7d 82 d9 c1 c7 bd 1d ef 5a 88 89 53 7e 45
d9 d5 6d 37 b4 f1 be 11 f1 3e b3 ff 02 bd c2 f8 5d c7 27 33 e0 78 69 b6 f6 19 38 72 3c ce a7 6b
2c 47 0c 39 51 3f 6f d4 56 c0 07 88 a8 ac d9 b9 11 87 b9 65 06 96 47 cd 2b b0 34 1f 2e c8 43 f0
36 2d b0 34 5f ab 9e cb b0 94 5f 89 31 85 da bc a3 12 da 23 66 dd 2a 77 7c b7 77 19 12 e5 b4 a3
3c 27 3b b4 55 cc 19 b8 c2 e9 86 90 d5 46 a9 85 2b 9f be 01 8f fe d5 87 e9 ad 4e 54 2f d8 b7 94
08 a0 f0 aa 0f 37 f1 fa 2a b3 59 25 7d 44 f9 62 13 29 cd 13 e4 17 a3 d0 9a f7 15 fc c9 4c 16 4b
9c f1 4f f9 a3 9f 7b b1 c7 ca ee e3 54 cf c5 cb 53 c3 25 f4 62 e8 cc 9d 0a 3f 38 67 6c 9b 25 d4
e3 85 91 03 f0 6c 2e 82 b7 c5 be df 0f e7 7b f8 d4 3a a8 a0 eb 19 e4 01 1c 11 ab fa 8c 7c bd a9
41 59 34 47 96 3a f1 db 98 31 6d 9f ca 82 c9 0a 3c 5b 2c 30 aa 7a 9f 5f 24 3b 86 62 81 62 f9 d5
c6 a8 86 09 72 11 7e 7c da 83 e5 f7 9a 69 ea d4 2b 2a 4f 7d f8 48 a8 14 5b 45 bb f7 e8 f0 82 6f
62 31 ff 79 10 db 79 38 57 ac bf b3 ef d1 5d 2f f7 ef 74 1a 07 6e 8d ca 08 84 22 ee 1f 96 eb 78
21 cf 9b 8c f7 c7 27 27 d2 8e 85 7c e7 4f 33 0e b9 77 e3 07 5c 5d b9 40 aa 31 ad 0a 29 92 6d be
0f d7 c3 84 ba 98 b7 bb e8 3c d5 b9 ba ee 62 99 4a 8c f2 ea 51 19 7b dc 8c f0 4e b6 e1 41 ee d6
95 24 da 14 11 fa f7 9a a1 71 eb c5 36 5d 2b c4 63 50 5e ba e9 5d e5 f7 d7 74 72 c6 bf 66 6b 53
73 22 a2 d1 f0 bc ab 61 19 43 3d 2e 97 87 37 7b 9f 77 97 55 6c 83 40 26 b5 a0 12 78 7b 94 13 fe
4c df 8c 6b 77 42 35 cb 63 72 eb 2b 0f 81 84 d0 be b1 ed ef 85 04 72 a4 4b e7 37 18 9c 43 a7 3b
a1 e2 30 6d 88 f8 21 1f 25 c6 2b 3f 0a 84 5c d8 ba a4 10 47 ae ed 40 34 0c 03 27 ef 28 b9 38 e8
c2 3f 84 78 3a 9f 91 c0 ee 71 81 37 d2 7b a9 c3 fb 8e ac 7a 01 39 e2 80 9d c9 ee 7c ef 58 68 e7
7b e2 15 9b 2d 7e 6f 05 bb 9e 63 54 1f 66 70 27 54 9d a5 67 b6 1c de 2d 92 e4 31 f8 64 63 79 4a
5a f8 ad ab 72 cb 48 1c 93 27 85 b7 71 e1 a5 4b 4f 4b c1 77 20 dd b9 7d e7 b6 6d 59 db 39 c9 74
08 9a b2 9b ec 98 95 25 d2 8e b5 1a 99 58 45 1d f3 f1 5d 0e 26 1b a1 9f d8 c5 49 7f d8 ea 9d c2
83 c5 13 04 c4 bf a2 e4 08 c9 e3 30 a4 1b 32 c9 46 f6 a7 5c 6f 59 94 23 96 cf 45 70 e1 71 fb b5
9f e2 dc 91 bf 6c 56 56 4a 7c 67 44 b4 c3 46 88 55 b0 bf 56 aa 75 05 db 48 58 b0 af f0 31 b9 08
d6 85 ef 4e 17 65 96 9f 0c 9d 8d 1d 57 a7 d9 4e 34 b6 58 a3 27 45 7b 8d 2a 35 34 82 02 8a 53 31
d5 69 59 c8 0d 25 bd bf 62 9d 14 1e d1 06 e9 8f 26 4c a5 e5 cf d1 17 b6 cc ce e1 b5 d9 0f a1 a1
d8 6b 3a 8b 52 20 74 db 91 be 3c 80 5e 75 94 bf c3 58 bd 21 4d cf 98 5d bc ef d6 21 ef 15 f5 55
31 c3 00 50 cf 0b 6d 7f 6e e1 49 35 a6 d3 f7 f5 a5 66 88 2d 15 45 99 f4 e0 c1 87 85 fc d0 a5 c1
f6 ed 0d 33 02 cc 9b 13 ff ed 43 b3 f3 31 31 76 b9 af ab 28 d0 16 25 a5 fc f3 22 1e 86 6f 4a 44
6c 12 76 0a b7 e9 06 5e 6c 8d e1 ba 65 49 07 6a 11 bf 5d 62 02 4a 3a c9 1d 2c 26 f4 92 2b ba 8d
62 a5 68 5b f7 44 c3 87 3b 63 bb db d5 5b 2b 79 b7 7c 4c 69 b3 c3 0b 8a 30 c8 bc 34 33 be cf b5
d1 2a dc 78 d3 10 30 60 36 23 c4 5a 60 33 79 8a 50 d4 85 ae 22 20 48 73 57 90 55 3d 61 3c 16 87
b1 f1 c7 5d a8 01 06 35 0b 21 da 2a 40 97 49 14 d7 5e 75 c6 71 d6 a4 80 35 97 f6 12 bb 7b fd 84
77 cf e4 ad 68 b4 2f c5 cb aa 18 fa b8 f5 d8 6c 4f 3e 80 51 b4 bf 93 6e 85 ed e0 27 78 cf d9 2f
6c a2 75 bf 7c b7 21 6e 63 75 52 22 49 31 bd 3a 55 62 12 2a 65 2a 76 1a b6 36 47 b6 3e b1 10 67
a8 24 19 19 30 fd 52 58 41 08 9a 55 f2 65 31 1a bf 31 32 95 b6 bd f4 22 9d 64 86 64 5d a8 fe 8c
d6 03 94 6e bc 8e e1 94 ce 80 d5 70 0b be b5 bc af 8f d6 4d 73 f7 7d 34 90 e0 bd 15 ad 68 01 8f
8f 00 17 09 3b 9d 11 31 2b c6 3d 7e 47 af c8 1a 2a b4 77 cb 8c 8e 37 22 7d 5f 55 fd 0c b0 8d cb
d3 d6 0e a9 68 d0 f3 af b0 8e 12 31 10 b1 ef 83 68 e4 e5 ac 25 d9 8b 8b a5 38 0f 1c 93 e1 8e ad
7b 65 1f 13 a8 46 a2 b1 82 56 17 7c 7c cc 5f ee 7f 2f 8a 16 9a 0f 1a d3 09 5b bc 3a c0 9f b2 a8
c0 19 bc 11 a3 08 f3 d4 73 6c 10 3e 80 5e 3c ed a8 9d 3e 70 b5 1c 92 6d 61 0c 4f ea 1d 63 c1 e5
9a 5f 68 8a 15 87 21 c6 df 0c fd 74 33 90 7f 66 7b f6 56 bd 69 e6 34 eb d5 59 b3 4f 5c 77 f8 b2
d5 1f cc 94 af c1 79 a5 bf af 57 f8 90 5a 88 7e 26 be 72 95 3a 00 8e 2b 47 56 98 b0 9a 9f d5 5e
bd 96 cb 84 21 28 c7 e1 de 9d 67 e3 85 74 ec bc 9f ca f9 1d d3 d5 a9 da 6d c8 a3 01 b6 5e e9 e9
43 f6 49 d7 f2 3c 97 79 2b 31 3e 4d 25 f8 ea 5a 8d cc 7d f6 55 35 18 55 73 ee 9a b6 56 bb 18 46
9f 91 d9 7c 37 f1 39 b1 0e 7a 27 5d 69 fb 31 57 0e 48 39 86 a6 1b cb 15 c7 a6 b1 b9 60 ee d6 78
ee 46 79 68 22 6c 4e be 20 8c db ae 52 10 95 67 b9 40 56 82 bf ca f0 40 29 bd 80 de 66 07 0c 68
5f cc 88 3c ff e5 06 01 2c 63 3d 91 e5 f7 94 95 ff 85 f7 2e 68 d7 8a 0e a5 ce 97 f5 78 14 41 4f
8a c3 02 e0 19 2c 2c 34 f8 cb 5c dc be 71 66 a8 fe 02 a9 3f 77 d9 bf 97 f8 39 33 85 e5 33 00 52
b0 12 d2 3d d0 ed b7 97 86 51 1a 13 bf a8 43 95 ae aa 91 f4 58 cf 77 dd eb e8 57 c0 34 72 e2 1c
f1 a4 ff 08 d8 cc ea 37 1a 55 7a e9 64 ed 66 2b 60 9e 81 fc 3a a1 19 42 7d d7 25 d6 79 cc ab 5d
4c 52 97 82 0f 26 83 5e bb 47 a7 2c 0b 6e 2b 44 50 54 3b 9a 7f 7b 4e 4c 4f d6 71 f8 97 75 54 06
14 59 e2 c7 3f 6c b1 a3 db e1 ef f5 9a 22 b2 89 99 98 36 ea 8a 51 58 fd 23 96 43 ce a6 e8 af b2
ce c8 c1 97 5d 7f 7a 8c 36 e1 6a b8 a7 76 e4 3a 6f b8 bb 54 b6 05 fb 09 b8 f6 aa cb fc 2e 5f a0
d4 2a bd 98 cc f7 d4 37 34 e3 e6 a7 43 b4 89 12 b2 ab 0c a3 6f c5 3f 1e 5c 49 69 31 b9 5d be 97
89 74 6a fb 1e 0d 0f 10 1c cc 98 d5 67 ca 52 7b ba 55 a3 b2 85 f1 de aa 75 8d 72 ca f3 9d b9 b2
b9 8f 89 3d 0f f0 3e c9 c4 59 d9 36 df 09 87 6d 92 b1 be 2a f5 0e 04 98 ba 54 8c 0b b5 42 91 eb
77 62 b5 6c 73 c8 b4 04 97 f6 b2 64 8a df 6f 13 29 e2 07 f1 c3 2c 0c 45 0a c3 48 f0 04 ed a2 f1
8e e1 3f 44 1a c1 66 34 89 2f 4f ee 52 24 64 65 d1 ca de de 1a 3f 47 0d f0 06 17 c8 47 e8 91 d5
e3 81 55 eb a5 e3 0c e5 1a 4d a1 8b 38 6d e2 56 cf ca bf 3b e2 bf 55 59 18 dd a7 a1 24 8b 4b 24
17 0e 93 c5 5d 0b a0 4c 97 fc 50 6f 28 c3 1c cf 77 a2 b1 f9 52 21 6b 32 3d 29 08 98 be ef d5 ef
84 3a 42 5c 9e 15 90 04 7d f6 b2 ee 1b c1 6d d2 87 97 95 df 26 a4 79 64 33 11 e8 b2 37 6c b2 0c
6c 36 8b bf d5 9e fb d2 a4 e2 f4 0e 7c 11 2f 37 23 82 35 2d fd 30 aa 39 97 22 d1 b3 77 98 de 94
d9 34 d4 57 8a fd d8 f3 23 d7 12 a1 be fe cd 97 bf b2 2c a8 1c ba 8c 43 44 1b f9 90 5b b8 be 3a
78 fc 95 b2 71 0f 87 dd 47 68 aa 6b 5c cb 7a e1 ef f8 66 ad 80 31 f2 23 8a ab d0 44 22 ab 76 41
27 c3 c5 7a c6 82 59 ac 89 6a 1a 07 33 1f 0b 31 2a 04 20 b1 37 79 88 53 73 98 96 55 d7 11 23 16
e6 32 be 3d 5d 65 c1 2d 53 0b 68 7e 67 44 1a 27 c4 da 60 bb db 8f cf f0 66 84 7a 93 01 1e 0a a3
d6 7d 5d 8c 7d 80 98 0f bf 67 0f 1a f4 9a 29 18 bb 26 08 02 be 36 fe da 63 85 9d 31 82 94 aa ea
af 9a 60 7b b9 d8 18 3c 60 73 9a 56 17 b0 4e 96 4c 58 a3 1d 28 2f 60 9f 20 b7 75 0a d7 6d 6f f2
40 77 bb e4 5c 40 bd f7 14 a2 37 db 43 26 dc 5e c9 82 12 fa 89 d5 0b 01 83 40 53 df 52 6b 71 76
64 8e 2d 5b 21 ff db f4 57 63 a9 2d 13 c7 0a ef 4c 49 50 8d 33 84 3f 43 c7 9b 84 2c 32 a5 12 de
50 a2 29 f5 56 1d 10 da 3d 94 85 66 de 0f 11 6b 0d 18 92 ef a9 68 83 25 28 4a 5c eb 80 73 c3 5e
29 a0 86 a5 ad 9a 3d 06 e7 15 b9 1b 6b ea 68 13 7d ff e8 50 66 a3 af f5 d3 02 4e 85 ca 4a 7f af
02 02 b1 7f 28 36 e6 2a aa 06 7e 96 5e 32 d2 fe 89 76 96 ca c0 6d fd eb 4c cd 9c 82 b0 97 28 d8
91 d4 2b ff 71 8a cc 30 e2 a0 c1 39 bd 7e 5e 19 2b 7e b3 76 63 53 fa e4 2b e8 7d 58 30 8f 32 31
e1 88 7a 76 bb 95 91 48 41 45 8f 65 4b 89 4f bb 52 47 38 9c 89 4a 6c 82 ce e3 7e f1 51 27 97 57
d5 5b 5f 79 6b 9c 9f 72 f3 b7 8d 67 27 26 e9 92 5a 1a 07 e3 42 35 eb c6 13 53 83 6f d9 58 5b 0d
f6 67 7c 65 47 2b da e3 bc cc 95 39 0b ed 7f 94 73 6b 89 ad bd 76 f8 34 3a e7 5a 03 37 47 a2 a5
bc cd 9d 24 bd c2 c1 d6 61 37 de 87 6f 25 79 27 39 37 15 a5 44 8e 86 8c 6d 2f 04 94 bb 98 d0 01
b4 9d 54 00 f7 a3 5c 19 a5 65 a0 93 54 b3 11 aa 06 27 42 16 de d9 72 43 dd 24 dc 52 21 49 16 14
d1 6c bb 8d bf 29 85 ff 57 82 33 ca 52 33 a3 47 2d 2c fe 07 80 b0 16 f2 f7 8a 94 9c cb 62 e8 42
77 67 d8 87 ab f5 93 47 a1 02 b5 9b 51 eb 69 e5 e9 40 73 11 76 d5 d5 67 6f fc d0 23 1a 75 b5 c4
be 44 d6 98 16 15 32 b0 e3 b2 10 32 35 40 95 03 51 83 0c 6e 44 57 31 7f 29 fb d3 1e e4 df 00 51
72 c6 de 47 6f 8f e4 19 b1 a9 e5 e5 87 d7 70 da f0 98 21 9a 4e 5b 56 d8 af 4b 4c de 45 12 18 c4
07 e0 7b d2 8e ed 38 a6 0a d9 07 32 c9 d3 f2 70 d6 28 61 59 27 00 ca 88 dd 4a 2b 88 ae d1 5f 4c
98 66 69 80 55 f7 63 91 c7 b8 44 1f 8b 18 67 3f e9 08 e0 69 bb aa 81 be 22 17 eb b4 2a 7d a2 2e
49 0b f6 93 91 49 0a e1 4f 2e 84 91 10 ef 71 10 b1 a2 2c 33 d4 22 0a a5 69 aa 47 dc 18 b4 f5 e8
5e 37 78 e4 56 46 24 0e 60 1b 6f 64 f6 ee 9e ea 86 91 84 e1 c7 ac 05 fa 36 43 cb 97 92 73 1e 3d
74 2e e3 94 72 53 f9 2b b1 ae 43 f5 4a f6 dc e8 5d 5b 69 36 2c d6 54 72 08 25 21 4f 14 f3 20 4d
82 46 c7 a3 a0 d9 ea d1 2a 52 7f 27 00 85 92 ef aa 28 3e ed 47 36 09 99 bf 4a 2b 98 66 30 0d c9
e6 07 ee 06 0f 18 67 a2 29 20 36 fe 19 b5 3d ed 24 32 0e a7 9c 6a 3f b5 72 3a 7e 6c f1 e3 7c 1f
64 a0 7f 4a 0d 0b 1e f1 2d d0 e1 05 90 8c 0e 5d be 55 7c 80 71 7e 56 db e3 ff ad 99 75 38 ae 94
03 16 1b 73 de 70 e9 a5 ca d6 06 35 42 c1 5f 6b 1d 99 52 97 f6 22 57 64 a7 b4 c2 ba 45 da 5a f2
f6 f8 93 46 32 b6 25 77 2f 4d 34 b1 e5 51 37 01 1d 35 bd e1 78 8e 18 51 4c 66 1f 92 ca 22 02 63
37 40 77 fc 4e 72 8b 19 9d d4 5b dd 28 aa ec c9 d5 c8 26 78 bf bc 6d 27 2b f4 13 07 cf 76 cf f0
ec 03 91 f8 cf 9f eb b3 e7 a6 6c 9b a3 b7 4a 4f 7c 1d c7 29 b3 2a 07 8e a4 41 5e dc 00 91 07 7e
8f 7d 46 c7 aa 2b c6 39 95 49 3a f5 d2 2a 1b 6c ab a4 18 60 51 5f 44 ce c8 02 7d 3e 22 b4 67 3d
f2 83 93 02 bd 4b d7 f1 8d 2a aa c6 f1 80 be e8 09 fb 54 19 79 d2 9b 8d 4c 47 d7 7d f4 0f 28 94
c9 7c ed 25 9d 32 c7 83 39 c0 e0 d1 2b cb 4d 57 dd 59 f8 04 ec 04 a2 9b 85 45 6e 2d 69 33 29 52
e9 6e 67 f9 95 68 15 44 95 bb 43 7c 87 48 2b 7a b4 33 61 02 0e c7 9a 96 ab 9f c7 a5 28 9a 64 5d
39 33 6e 1a f0 1e 04 1c af 53 10 fc 4e 2a 67 09 de b9 a4 c2 18 75 76 90 5c ba d7 9f 1b 77 ff 84
7c 6a 33 93 c8 79 b6 0f 96 d4 1b fe 49 4e 46 29 38 a3 30 db c4 dd a5 df 6a 04 aa c4 fa 8d d0 8c
06 8b c1 5f 68 3d 24 48 97 9f 06 eb 53 45 a2 1c d2 26 a0 72 70 38 18 20 c6 70 e3 ea 03 34 d6 8a
25 59 1a 96 c8 94 e1 f3 f4 0b 62 09 e6 fc 22 44 e5 61 82 a8 e5 fb 69 81 f3 71 7a 92 94 3f 58 c3
10 52 a7 02 75 78 53 c9 8e f9 9b e2 e1 d3 33 56 07 3a d4 b4 40 83 fe dd 83 52 14 82 e1 c4 60 ad
3f f7 05 7b b8 2f dc e1 30 e0 8e 6e 68 a4 b6 07 0d f4 ae 5e fe 80 95 7b f3 54 e2 62 7e 3a f7 50
bd ca fd 79 f3 f0 09 69 66 15 7f 82 d5 d6 64 a0 8c 07 55 b7 e5 60 c2 67 08 d2 10 d6 38 9c ff 58
62 ad 3f f4 04 c3 44 34 78 3f ac 49 b8 5b 29 7c 8e ab f2 47 5c 36 f2 43 37 f3 e3 5d 1b 1e 93 f4
b7 9d 42 c8 21 59 f9 95 32 76 82 9a 35 cd d0 eb 94 c0 4c a2 85 49 be 9e bb d6 e4 32 bd 7b da 7a
15 47 16 fd 7c e3 42 86 9c be 56 ab c4 82 0b 87 d2 8d 09 f1 68 e4 70 49 ff af 38 49 e8 ee 94 6e
31 35 24 f9 6c 9a 3b 69 08 39 92 2e 1b b5 8b 4b f5 a1 b9 35 36 e8 99 e0 8c 44 be 81 a9 f4 c4 70
cd d8 d0 e3 97 46 2b b5 99 74 45 f7 6a b6 19 76 4c ff ef 13 ee 49 0a 10 2f f8 cb 54 b2 de 74 85
be 24 f6 44 77 58 01 b8 95 a7 95 80 43 b6 dc 13 f3 50 65 3b 89 79 9b 94 f2 54 e2 0a 96 55 53 e9
e3 e9 92 4a 02 7b 4d 1c bf d4 c5 9a c4 2f 39 36 38 f5 96 b1 f3 53 18 c7 a5 e2 ea fe be 4d 8d 8d
e4 84 41 aa 1d f7 d3 0d 07 fb 58 a7 6c 82 a7 ac cd ce 73 b8 b1 cd fa c5 cd 1f 44 a9 4d 9a 17 48
f6 45 6a c5 b4 da 7e 5d 3f ff 52 72 21 27 1e 36 e8 da 1c 86 6f 9b bc de a7 b7 ae a8 8c 2b e1 de
43 fc 04 78 4c 0d e5 28 ab fe 79 ed 8c 1d 04 6d ee 15 15 7a e5 b8 79 b0 c9 ce 70 66 34 06 3f fb
a5 2a fd d0 cb 0a f7 c1 1a 82 51 04 81 1d 31 28 4e 68 c7 03 df 50 cf c4 50 69 9d e2 fd 16 15 b4
52 d3 2f 13 eb c5 e4 20 e1 e3 66 c8 38 1c c5 76 21 b4 3a 74 91 75 59 91 00 36 81 81 70 61 fe f6
a4 bc 82 6c 8d bb 2a 5b 6c 1e 2e 6a 29 f7 fe 83 49 57 1e 02 66 12 a5 55 46 f3 ac ad 08 c5 f0 dc
06 e2 f2 5e b0 fe 96 fe 79 79 52 28 ee 0c 7e 8d 6f cb 27 0c 78 2d 8f 9e 28 79 d1 d2 17 14 ab ec
a1 9e 1b 43 f0 24 bf 9b 67 3a 6e f4 aa b4 e9 86 61 da 50 68 4d 24 31 c8 35 4a f5 19 fb 10 82 9b
95 1d c0 89 e4 52 95 bc 4b da 35 13 8e 40 8c 4c bd fe 01 3e aa 2d 73 26 19 78 2b e6 d2 58 95 8c
63 c3 c9 af 53 18 63 4e a3 f6 47 90 a9 2f 82 1f c6 c2 96 0d 88 97 6f 6e 33 55 ee 08 eb 40 19 4a
86 1a bc ef 21 81 d9 bd e9 43 05 fe 8a c1 a6 13 fa d6 e1 9f 4a f2 6b e3 ef 0b 89 a3 5b 01 b4 f4
f5 ef d7 be cb 9b 2c d2 36 ec 71 ad 3f ce e0 d5 4c 1c 5e 57 1e dd 12 cc df 19 e1 c6 c5 6e c2 cf
2f 63 4f 8f 14 b8 f6 3e 0a 39 a7 b4 b2 cb 5c fc 89 34 c7 21 3c 23 f5 7b 54 69 53 1f 28 a5 6a b7
d8 a9 48 df 49 7d 07 dc 6f ab da 46 75 ec d7 86 ef a4 7c 05 ee c6 27 ee 7e 68 fb 67 e1 ef b4 17
81 81 82 82 e0 7f 22 28 29 09 06 0b 83 c5 c1 ff 1c 50 50 58 02 0c fe 6f 81 ff 35 82 ff 6f 04 ff
c7 08 fe 6b 84 fe df 08 fd 8f 11 c2 ff 0f 6f 95 be 3d f2 10 00 00 28 80 97 30 03 00 00 00 12 e5
ae a2 e6 88 b7 20 31 33 36 30 30 31 33 36 30 30 30
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
ec 07 00 00 17 09 00 00 00 00 01 00 00 00 00 01 fc 00 fc db 07 31 33 35 30 30 31 33 35 30 30 30
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e
<<< hex
07 00 00 01 00 00 00 02 00 00 00
>>> hex
2e 11 00 00 17 03 00 00 00 00 01 00 00 00 00 01 fc 00 08 00 06 00 fd 00 fc 03 11 1f 8b 08 00 00
00 00 00 02 03 65 d1 65 54 13 8c 1e 06 70 42 98 74 77 23 29 63 8c 0e 01 a5 73 74 48 37 8c 96 49
8e ee 94 90 66 52 52 22 d2 21 63 94 74 8f 6e 29 69 24 04 14 24 ef fb de 4f f7 9c fb 7f ce 79 ce
f3 e1 f7 ed 5f 06 19 a1 e5 04 a3 98 dc 29 80 6b f3 cf 02 41 4b cc 2f 61 2c a3 74 5e 34 8a 19 f3
6a d2 f9 e6 22 d6 9d 82 ac cc ce 0f cb 45 27 fb c8 dc 50 f3 20 de dc fb da 9d 74 4e e9 79 83 5a
c8 cd 02 25 77 51 4d e3 c3 c1 33 81 84 73 36 96 82 ed b4 fe 7a 82 9f cd 46 2f ee 98 3d d3 e5 43
46 87 1e 78 0d 77 c6 93 95 57 93 67 bf f6 f8 42 9e 9b 42 7c fd 70 af 2d 62 52 b1 d4 e7 3b 4a 5e
31 1c 0c 8d 8e 0d 8b fe 19 67 b1 61 77 d9 d4 97 a8 a1 17 c1 80 08 b7 11 71 b8 74 6b 86 d7 b7 9d
cb be f8 7b f2 fb aa 90 4f 4d a4 36 f6 b7 1e 81 33 52 83 28 07 14 8d 32 6c 81 7d 82 d9 c1 c7 bd
1d ef 5a 88 89 53 7e 45 d9 d5 6d 37 b4 f1 be 11 f1 3e b3 ff 02 bd c2 f8 5d c7 27 33 e0 78 69 b6
f6 19 38 72 3c ce a7 6b 2c 47 0c 39 51 3f 6f d4 56 c0 07 88 a8 ac d9 b9 11 87 b9 65 06 96 47 cd
2b b0 34 1f 2e c8 43 f0 36 2d b0 34 5f ab 9e cb b0 94 5f 89 31 85 da bc a3 12 da 23 66 dd 2a 77
7c b7 77 19 12 e5 b4 a3 3c 27 3b b4 55 cc 19 b8 c2 e9 86 90 d5 46 a9 85 2b 9f be 01 8f fe d5 87
e9 ad 4e 54 2f d8 b7 94 08 a0 f0 aa 0f 37 f1 fa 2a b3 59 25 7d 44 f9 62 13 29 cd 13 e4 17 a3 d0
9a f7 15 fc c9 4c 16 4b 9c f1 4f f9 a3 9f 7b b1 c7 ca ee e3 54 cf c5 cb 53 c3 25 f4 62 e8 cc 9d
0a 3f 38 67 6c 9b 25 d4 e3 85 91 03 f0 6c 2e 82 b7 c5 be df 0f e7 7b f8 d4 3a a8 a0 eb 19 e4 01
1c 11 ab fa 8c 7c bd a9 41 59 34 47 96 3a f1 db 98 31 6d 9f ca 82 c9 0a 3c 5b 2c 30 aa 7a 9f 5f
24 3b 86 62 81 62 f9 d5 c6 a8 86 09 72 11 7e 7c da 83 e5 f7 9a 69 ea d4 2b 2a 4f 7d f8 48 a8 14
5b 45 bb f7 e8 f0 82 6f 62 31 ff 79 10 db 79 38 57 ac bf b3 ef d1 5d 2f f7 ef 74 1a 07 6e 8d ca
08 84 22 ee 1f 96 eb 78 21 cf 9b 8c f7 c7 27 27 d2 8e 85 7c e7 4f 33 0e b9 77 e3 07 5c 5d b9 40
aa 31 ad 0a 29 92 6d be 0f d7 c3 84 ba 98 b7 bb e8 3c d5 b9 ba ee 62 99 4a 8c f2 ea 51 19 7b dc
8c f0 4e b6 e1 41 ee d6 95 24 da 14 11 fa f7 9a a1 71 eb c5 36 5d 2b c4 63 50 5e ba e9 5d e5 f7
d7 74 72 c6 bf 66 6b 53 73 22 a2 d1 f0 bc ab 61 19 43 3d 2e 97 87 37 7b 9f 77 97 55 6c 83 40 26
b5 a0 12 78 7b 94 13 fe 4c df 8c 6b 77 42 35 cb 63 72 eb 2b 0f 81 84 d0 be b1 ed ef 85 04 72 a4
4b e7 37 18 9c 43 a7 3b a1 e2 30 6d 88 f8 21 1f 25 c6 2b 3f 0a 84 5c d8 ba a4 10 47 ae ed 40 34
0c 03 27 ef 28 b9 38 e8 c2 3f 84 78 3a 9f 91 c0 ee 71 81 37 d2 7b a9 c3 fb 8e ac 7a 01 39 e2 80
9d c9 ee 7c ef 58 68 e7 7b e2 15 9b 2d 7e 6f 05 bb 9e 63 54 1f 66 70 27 54 9d a5 67 b6 1c de 2d
92 e4 31 f8 64 63 79 4a 5a f8 ad ab 72 cb 48 1c 93 27 85 b7 71 e1 a5 4b 4f 4b c1 77 20 dd b9 7d
e7 b6 6d 59 db 39 c9 74 08 9a b2 9b ec 98 95 25 d2 8e b5 1a 99 58 45 1d f3 f1 5d 0e 26 1b a1 9f
d8 c5 49 7f d8 ea 9d c2 83 c5 13 04 c4 bf a2 e4 08 c9 e3 30 a4 1b 32 c9 46 f6 a7 5c 6f 59 94 23
96 cf 45 70 e1 71 fb b5 9f e2 dc 91 bf 6c 56 56 4a 7c 67 44 b4 c3 46 88 55 b0 bf 56 aa 75 05 db
48 58 b0 af f0 31 b9 08 d6 85 ef 4e 17 65 96 9f 0c 9d 8d 1d 57 a7 d9 4e 34 b6 58 a3 27 45 7b 8d
2a 35 34 82 02 8a 53 31 d5 69 59 c8 0d 25 bd bf 62 9d 14 1e d1 06 e9 8f 26 4c a5 e5 cf d1 17 b6
cc ce e1 b5 d9 0f a1 a1 d8 6b 3a 8b 52 20 74 db 91 be 3c 80 5e 75 94 bf c3 58 bd 21 4d cf 98 5d
bc ef d6 21 ef 15 f5 55 31 c3 00 50 cf 0b 6d 7f 6e e1 49 35 a6 d3 f7 f5 a5 66 88 2d 15 45 99 f4
e0 c1 87 85 fc d0 a5 c1 f6 ed 0d 33 02 cc 9b 13 ff ed 43 b3 f3 31 31 76 b9 af ab 28 d0 16 25 a5
fc f3 22 1e 86 6f 4a 44 6c 12 76 0a b7 e9 06 5e 6c 8d e1 ba 65 49 07 6a 11 bf 5d 62 02 4a 3a c9
1d 2c 26 f4 92 2b ba 8d 62 a5 68 5b f7 44 c3 87 3b 63 bb db d5 5b 2b 79 b7 7c 4c 69 b3 c3 0b 8a
30 c8 bc 34 33 be cf b5 d1 2a dc 78 d3 10 30 60 36 23 c4 5a 60 33 79 8a 50 d4 85 ae 22 20 48 73
57 90 55 3d 61 3c 16 87 b1 f1 c7 5d a8 01 06 35 0b 21 da 2a 40 97 49 14 d7 5e 75 c6 71 d6 a4 80
35 97 f6 12 bb 7b fd 84 77 cf e4 ad 68 b4 2f c5 cb aa 18 fa b8 f5 d8 6c 4f 3e 80 51 b4 bf 93 6e
85 ed e0 27 78 cf d9 2f 6c a2 75 bf 7c b7 21 6e 63 75 52 22 49 31 bd 3a 55 62 12 2a 65 2a 76 1a
b6 36 47 b6 3e b1 10 67 a8 24 19 19 30 fd 52 58 41 08 9a 55 f2 65 31 1a bf 31 32 95 b6 bd f4 22
9d 64 86 64 5d a8 fe 8c d6 03 94 6e bc 8e e1 94 ce 80 d5 70 0b be b5 bc af 8f d6 4d 73 f7 7d 34
90 e0 bd 15 ad 68 01 8f 8f 00 17 09 3b 9d 11 31 2b c6 3d 7e 47 af c8 1a 2a b4 77 cb 8c 8e 37 22
7d 5f 55 fd 0c b0 8d cb d3 d6 0e a9 68 d0 f3 af b0 8e 12 31 10 b1 ef 83 68 e4 e5 ac 25 d9 8b 8b
a5 38 0f 1c 93 e1 8e ad 7b 65 1f 13 a8 46 a2 b1 82 56 17 7c 7c cc 5f ee 7f 2f 8a 16 9a 0f 1a d3
09 5b bc 3a c0 9f b2 a8 c0 19 bc 11 a3 08 f3 d4 73 6c 10 3e 80 5e 3c ed a8 9d 3e 70 b5 1c 92 6d
61 0c 4f ea 1d 63 c1 e5 9a 5f 68 8a 15 87 21 c6 df 0c fd 74 33 90 7f 66 7b f6 56 bd 69 e6 34 eb
d5 59 b3 4f 5c 77 f8 b2 d5 1f cc 94 af c1 79 a5 bf af 57 f8 90 5a 88 7e 26 be 72 95 3a 00 8e 2b
47 56 98 b0 9a 9f d5 5e bd 96 cb 84 21 28 c7 e1 de 9d 67 e3 85 74 ec bc 9f ca f9 1d d3 d5 a9 da
6d c8 a3 01 b6 5e e9 e9 43 f6 49 d7 f2 3c 97 79 2b 31 3e 4d 25 f8 ea 5a 8d cc 7d f6 55 35 18 55
73 ee 9a b6 56 bb 18 46 9f 91 d9 7c 37 f1 39 b1 0e 7a 27 5d 69 fb 31 57 0e 48 39 86 a6 1b cb 15
c7 a6 b1 b9 60 ee d6 78 ee 46 79 68 22 6c 4e be 20 8c db ae 52 10 95 67 b9 40 56 82 bf ca f0 40
29 bd 80 de 66 07 0c 68 5f cc 88 3c ff e5 06 01 2c 63 3d 91 e5 f7 94 95 ff 85 f7 2e 68 d7 8a 0e
a5 ce 97 f5 78 14 41 4f 8a c3 02 e0 19 2c 2c 34 f8 cb 5c dc be 71 66 a8 fe 02 a9 3f 77 d9 bf 97
f8 39 33 85 e5 33 00 52 b0 12 d2 3d d0 ed b7 97 86 51 1a 13 bf a8 43 95 ae aa 91 f4 58 cf 77 dd
eb e8 57 c0 34 72 e2 1c f1 a4 ff 08 d8 cc ea 37 1a 55 7a e9 64 ed 66 2b 60 9e 81 fc 3a a1 19 42
7d d7 25 d6 79 cc ab 5d 4c 52 97 82 0f 26 83 5e bb 47 a7 2c 0b 6e 2b 44 50 54 3b 9a 7f 7b 4e 4c
4f d6 71 f8 97 75 54 06 14 59 e2 c7 3f 6c b1 a3 db e1 ef f5 9a 22 b2 89 99 98 36 ea 8a 51 58 fd
23 96 43 ce a6 e8 af b2 ce c8 c1 97 5d 7f 7a 8c 36 e1 6a b8 a7 76 e4 3a 6f b8 bb 54 b6 05 fb 09
b8 f6 aa cb fc 2e 5f a0 d4 2a bd 98 cc f7 d4 37 34 e3 e6 a7 43 b4 89 12 b2 ab 0c a3 6f c5 3f 1e
5c 49 69 31 b9 5d be 97 89 74 6a fb 1e 0d 0f 10 1c cc 98 d5 67 ca 52 7b ba 55 a3 b2 85 f1 de aa
75 8d 72 ca f3 9d b9 b2 b9 8f 89 3d 0f f0 3e c9 c4 59 d9 36 df 09 87 6d 92 b1 be 2a f5 0e 04 98
ba 54 8c 0b b5 42 91 eb 77 62 b5 6c 73 c8 b4 04 97 f6 b2 64 8a df 6f 13 29 e2 07 f1 c3 2c 0c 45
0a c3 48 f0 04 ed a2 f1 8e e1 3f 44 1a c1 66 34 89 2f 4f ee 52 24 64 65 d1 ca de de 1a 3f 47 0d
f0 06 17 c8 47 e8 91 d5 e3 81 55 eb a5 e3 0c e5 1a 4d a1 8b 38 6d e2 56 cf ca bf 3b e2 bf 55 59
18 dd a7 a1 24 8b 4b 24 17 0e 93 c5 5d 0b a0 4c 97 fc 50 6f 28 c3 1c cf 77 a2 b1 f9 52 21 6b 32
3d 29 08 98 be ef d5 ef 84 3a 42 5c 9e 15 90 04 7d f6 b2 ee 1b c1 6d d2 87 97 95 df 26 a4 79 64
33 11 e8 b2 37 6c b2 0c 6c 36 8b bf d5 9e fb d2 a4 e2 f4 0e 7c 11 2f 37 23 82 35 2d fd 30 aa 39
97 22 d1 b3 77 98 de 94 d9 34 d4 57 8a fd d8 f3 23 d7 12 a1 be fe cd 97 bf b2 2c a8 1c ba 8c 43
44 1b f9 90 5b b8 be 3a 78 fc 95 b2 71 0f 87 dd 47 68 aa 6b 5c cb 7a e1 ef f8 66 ad 80 31 f2 23
8a ab d0 44 22 ab 76 41 27 c3 c5 7a c6 82 59 ac 89 6a 1a 07 33 1f 0b 31 2a 04 20 b1 37 79 88 53
73 98 96 55 d7 11 23 16 e6 32 be 3d 5d 65 c1 2d 53 0b 68 7e 67 44 1a 27 c4 da 60 bb db 8f cf f0
66 84 7a 93 01 1e 0a a3 d6 7d 5d 8c 7d 80 98 0f bf 67 0f 1a f4 9a 29 18 bb 26 08 02 be 36 fe da
63 85 9d 31 82 94 aa ea af 9a 60 7b b9 d8 18 3c 60 73 9a 56 17 b0 4e 96 4c 58 a3 1d 28 2f 60 9f
20 b7 75 0a d7 6d 6f f2 40 77 bb e4 5c 40 bd f7 14 a2 37 db 43 26 dc 5e c9 82 12 fa 89 d5 0b 01
83 40 53 df 52 6b 71 76 64 8e 2d 5b 21 ff db f4 57 63 a9 2d 13 c7 0a ef 4c 49 50 8d 33 84 3f 43
c7 9b 84 2c
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=doc user=app type="text/plain; charset=utf-8"
> derived "insert into doc (body, mobile, gone, note) values (?, ?, ?, ?)"
> end complete
> begin mysql.query tx=2 db database=crm table=doc user=app columns=body,mobile,gone,note type="text/csv; charset=utf-8"
> derived "\"body\",\"mobile\",\"gone\",\"note\"\n\""
> stream 1
> begin mysql.query tx=2 db database=crm table=doc user=app columns=body,mobile,gone,note file="body"
> derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03e\xd1eT\x13\x8c\x1e\x06pB\x98tw#)c\x8c\x0e\x01\xa5stH7\x8c\x96I\x8e\xee\x94"... 4355 bytes #b28ea4c5
> end complete
> stream 0
> derived "\",\"13800138000\",,\"13900139000\"\n"
> db database=crm table=doc user=app columns=body,mobile,gone,note rows=1
> end complete
> begin mysql.query tx=3 db database=crm table=doc user=app columns=body,mobile,gone,note type="text/csv; charset=utf-8"
> derived "\"body\",\"mobile\",\"gone\",\"note\"\n\""
> stream 1
> begin mysql.query tx=3 db database=crm table=doc user=app columns=body,mobile,gone,note file="body"
> derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03e\xd1eT\x13\x8c\x1e\x06pB\x98tw#)c\x8c\x0e\x01\xa5stH7\x8c\x96I\x8e\xee\x94"... 4355 bytes #b28ea4c5
> end complete
> stream 0
> derived "\",\"13700137000\",,\"客户 13600136000\"\n"
> db database=crm table=doc user=app columns=body,mobile,gone,note rows=1
> end complete
> begin mysql.query tx=4 db database=crm user=app type="text/plain; charset=utf-8"
> derived "       13500135000......................"... 2018 bytes #19294630
> end complete
> begin mysql.query tx=5 db database=crm table=doc user=app columns=body,mobile,gone,note type="text/csv; charset=utf-8"
> derived "\"body\",\"mobile\",\"gone\",\"note\"\n\""
> stream 1
> begin mysql.query tx=5 db database=crm table=doc user=app columns=body,mobile,gone,note file="body"
> derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03e\xd1eT\x13\x8c\x1e\x06pB\x98tw#)c\x8c\x0e\x01\xa5stH7\x8c\x96I\x8e\xee\x94"... 2473 bytes #c9f96174
> end cut
> stream 0
> derived "\"\n"
> db database=crm table=doc user=app columns=body,mobile,gone,note rows=1
> end cut
