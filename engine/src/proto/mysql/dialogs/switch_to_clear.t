# The server asks for another method: the password in the clear.
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
16 00 00 02 fe 6d 79 73 71 6c 5f 63 6c 65 61 72 5f 70 61 73 73 77 6f 72 64 00
>>> hex
08 00 00 03 68 75 6e 74 65 72 32 00
<<< hex
07 00 00 04 00 00 00 02 00 00 00
>>> hex
09 00 00 00 03 73 65 6c 65 63 74 20 31
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login caching_sha2_password
> end complete
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> credential cleartext "app":"hunter2"  95 awaits
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select 1"
> end complete
