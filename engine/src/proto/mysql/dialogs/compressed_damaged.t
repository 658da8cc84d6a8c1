# A frame that cannot be unpacked: nothing behind it can be read.
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
5c 00 00 01 38 01 00 78 9c 63 64 60 60 64 34 64 60 60 62 4e 1c 4d 63 4e 2e ca e5 48 2e 2d 2e c9
cf 4d 2d 82 33 58 f2 12 73 53 c1 04 8f 2e 43 0a 03 03 c3 5f 06 10 60 65 60 60 fe 07 d4 c8 c0 ce
c0 c0 c2 f6 74 cf 82 27 7b e6 df 05 0a df 31 34 b6 30 30 00 13 06 c3 8e 09 f4 34 1b d8 d3 00 08
42 42 08
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
< anomaly decode_failed a frame of the compressed protocol
< lost
