# A frame longer than is held whole.
@limit head_bytes 200
<<< hex
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 ff f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
>>> hex
53 00 00 01 ad a2 af 03 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 14 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 63 72 6d
00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
<<< hex
07 00 00 02 00 00 00 02 00 00 00
>>> hex
26 00 00 00 1e 00 00 78 9c 93 62 60 60 60 2e 4e cd 49 4d 2e 51 c8 4b cc 4d 55 48 2b ca cf 55 48
2e 2d 2e c9 cf 4d 2d 02 00 7e f1 09 c5
<<< hex
ba 01 00 01 59 02 00 78 9c 3d 92 db 8e 98 20 18 84 d9 ee 6e bb 4d fa 2a 4d 04 05 e1 71 e4 a8 a2
20 27 15 de bd 4d dd bd e8 7f 31 f9 6f 26 df 64 32 2f 00 bc bc 40 00 be bd 4a a5 5f 45 dc 3f 44
49 d9 ef 2a fe 7f de dc b4 ab 2f f9 f5 1b 48 00 c0 1f f0 79 ef 00 bc fe 7d 8c 40 01 f0 26 17 15
66 8c 86 ea 0c e6 15 4e 28 7a 53 38 e7 74 aa 0e f2 d1 23 cc fc e5 7d 9f 78 c7 cc 96 e6 93 40 b2
e7 84 49 13 c3 d1 ba ed 66 b7 46 c4 d8 b1 dd 98 0f 22 37 6b 89 9f 76 ca 7c 23 d7 d5 47 36 55 b2
3c a0 77 39 32 07 e5 70 b3 9d 74 f8 ea ae 89 d2 b3 e7 7e 63 9b 66 41 28 cd d1 14 8f 38 6f 57 52
d6 86 d1 c6 d4 17 3c cc 3c d7 b3 db 83 09 e4 89 e3 79 5b 85 45 04 52 3f 22 3f f2 56 a0 cc 8b 93
59 a9 9c 6d 17 3e 41 df e5 c4 84 eb 2d 11 75 bf 8c 83 3b 36 35 11 cc 4b 4b dc ee 65 39 a1 8b a6
b2 8b 62 7a 28 a1 17 6b a9 8b 27 09 f7 79 ce e9 c0 0b 33 45 74 aa ae cb 39 57 c5 bc 8e 77 a2 73
1f 8d 48 d3 a4 bb 59 ec 47 67 67 f4 80 7e 48 7b 58 03 2b 4d 2c 0c c5 b8 22 f8 94 0a 6a a5 29 55
fa 39 38 3a 5c 61 a3 2e ef c7 ad a3 46 fa f4 35 8b b2 95 7c 9c 86 ea c3 f3 a3 a9 c8 94 7a 6c 17
1e 56 43 8a 22 db b6 ae 25 1b 92 16 b7 52 51 98 7b 40 1f 72 cb 90 5a 79 04 85 20 0b 14 d1 7e 6a
a7 0d 98 77 5c 5e cb b2 84 d8 da a6 3d 9e b6 b1 10 e4 8f a7 37 df 9d 2c 7a a9 c8 6d 89 cb 39 b3
db f6 7a 26 75 5b 03 74 12 b7 ab 12 4b c5 a8 83 89 7a d1 e8 a8 f0 59 c5 cf af 55 fc 03 30 6f cb
c1
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select name from customer"
> end complete
< begin mysql.rows tx=1 db database=crm table=customer user=app columns=name type="text/csv; charset=utf-8"
< derived "\"name\"\n\"ieqh524yng5by1a2rogubbb8ayn1b7o2"... 522 bytes #89394f0d
< db database=crm table=customer user=app columns=name rows=5
< end complete
