# Compression begins behind the login; packets begin and end anywhere in frames.
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
1e 00 00 00 00 00 00 1a 00 00 00 03 73 65 6c 65 63 74 20 6e 61 6d 65 20 66 72 6f 6d 20 63 75 73
74 6f 6d 65 72
<<< hex
40 00 00 01 46 00 00 78 9c 63 64 60 60 64 34 64 60 60 62 4e 49 4d 63 4e 2e ca e5 48 2e 2d 2e c9
cf 4d 2d 82 33 58 f2 12 73 53 c1 04 8f 2e 43 0a 03 03 c3 5f 06 10 60 65 60 60 fe 07 d4 c8 c0 ce
c0 00 00 57 a6 0f 95 14 00 00 02 00 00 00 04 06 e5 bc a0 e4 bc 9f dd 00 00 05 dc 31 33 38 30 30
31 33 1c 00 00 03 de 00 00 78 9c b3 30 30 30 30 34 b6 80 12 c3 84 c9 ca c0 c0 f6 8f 81 81 89 01
00 f3 99 2a cc
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
< derived "\"name\"\n\"张伟\"\n\"13800138000138001380001"... 239 bytes #9880d2f7
< db database=crm table=customer user=app columns=name rows=2
< end complete
