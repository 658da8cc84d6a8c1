# Full authentication within plaintext: the key is asked for, then the password comes encrypted.
# Behind a proxy that took TLS off, it comes as it is.
<<< hex
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 63 61 63 68 69 6e 67 5f
73 68 61 32 5f 70 61 73 73 77 6f 72 64 00
>>> hex
5f 00 00 01 8d a2 af 00 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 20 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42 42
42 42 42 42 42 42 42 42 42 63 72 6d 00 63 61 63 68 69 6e 67 5f 73 68 61 32 5f 70 61 73 73 77 6f
72 64 00
<<< hex
02 00 00 02 01 04
>>> hex
01 00 00 03 02
<<< hex
1b 00 00 04 01 2d 2d 2d 2d 2d 42 45 47 49 4e 20 50 55 42 4c 49 43 20 4b 45 59 2d 2d 2d 2d 2d
>>> hex
00 01 00 05 80 81 82 83 84 85 86 87 88 89 8a 8b 8c 8d 8e 8f 90 91 92 93 94 95 96 97 98 99 9a 9b
9c 9d 9e 9f a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb
bc bd be bf c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db
dc dd de df e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed ee ef f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb
fc fd fe ff 80 81 82 83 84 85 86 87 88 89 8a 8b 8c 8d 8e 8f 90 91 92 93 94 95 96 97 98 99 9a 9b
9c 9d 9e 9f a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb
bc bd be bf c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db
dc dd de df e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed ee ef f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb
fc fd fe ff
<<< hex
07 00 00 06 00 00 00 02 00 00 00
>>> hex
# change user
38 00 00 00 11 6f 74 68 65 72 00 14 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43
63 72 6d 00 2d 00 63 61 63 68 69 6e 67 5f 73 68 61 32 5f 70 61 73 73 77 6f 72 64 00
<<< hex
02 00 00 01 01 04
>>> hex
0a 00 00 02 74 72 30 75 62 34 64 6f 72 00
<<< hex
07 00 00 03 00 00 00 02 00 00 00
>>> hex
09 00 00 00 03 73 65 6c 65 63 74 20 31
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login caching_sha2_password
> end complete
> anomaly challenge_login caching_sha2_password
> outcome tx=0 Accepted
> begin mysql.login tx=1 db database=crm user=other type="text/plain; charset=utf-8"
> text user Plain "other"
> text database Plain "crm"
> anomaly challenge_login caching_sha2_password
> end complete
> begin mysql.login tx=1 db database=crm user=other type="text/plain; charset=utf-8"
> credential cleartext "other":"tr0ub4dor"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin mysql.query tx=3 db database=crm user=other type="text/plain; charset=utf-8"
> derived "select 1"
> end complete
