# SCRAM: one anomaly, whatever the number of steps.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
52 00 00 00 17 00 00 00 0a 53 43 52 41 4d 2d 53 48 41 2d 32 35 36 00 00
>>> hex
70 00 00 00 1e 53 43 52 41 4d 2d 53 48 41 2d 32 35 36 00 00 00 00 08 6e 2c 2c 6e 3d 2c 72 3d
<<< hex
52 00 00 00 16 00 00 00 0b 72 3d 78 2c 73 3d 79 2c 69 3d 34 30 39 36
>>> hex
70 00 00 00 12 63 3d 62 69 77 73 2c 72 3d 78 2c 70 3d 79
<<< hex
52 00 00 00 0b 00 00 00 0c 76 3d 7a 52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> anomaly challenge_login scram-sha-256
> outcome tx=0 Accepted
