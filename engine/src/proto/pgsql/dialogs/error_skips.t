# An error in the extended protocol: what was asked up to the sync has no reply.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
50 00 00 00 13 00 73 65 6c 65 63 74 20 6e 6f 70 65 00 00 00 42 00 00 00 0c 00 00 00 00 00 00 00
00 44 00 00 00 06 50 00 45 00 00 00 09 00 00 00 00 00 53 00 00 00 04
<<< hex
45 00 00 00 59 53 45 52 52 4f 52 00 43 32 33 35 30 35 00 4d 64 75 70 6c 69 63 61 74 65 20 6b 65
79 20 76 61 6c 75 65 00 44 4b 65 79 20 28 6d 6f 62 69 6c 65 29 3d 28 31 33 38 30 30 31 33 38 30
30 30 29 20 61 6c 72 65 61 64 79 20 65 78 69 73 74 73 2e 00 46 78 2e 63 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 14 73 65 6c 65 63 74 20 61 20 66 72 6f 6d 20 74 00
<<< hex
54 00 00 00 1a 00 01 61 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00 44 00 00 00 0b
00 01 00 00 00 01 31 4e 00 00 00 24 53 4e 4f 54 49 43 45 00 4d 68 61 6c 66 20 77 61 79 2c 20 31
33 39 30 30 31 33 39 30 30 30 00 00 44 00 00 00 0b 00 01 00 00 00 01 32 43 00 00 00 0d 53 45 4c
45 43 54 20 32 00 5a 00 00 00 05 49 41 00 00 00 1c 00 00 00 01 63 68 00 63 61 6c 6c 20 31 33 37
30 30 31 33 37 30 30 30 00
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select nope"
> end complete
< begin pgsql.error tx=2 db database=crm user=app type="text/plain; charset=utf-8"
< derived "duplicate key value\nKey (mobile)=(13800138000) already exists.\n"
< end complete
> begin pgsql.query tx=3 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "select a from t"
> end complete
< begin pgsql.rows tx=3 db database=crm table=t user=app columns=a type="text/csv; charset=utf-8"
< derived "\"a\"\n\"1\"\n"
< text notice Plain "half way, 13900139000\n"
< derived "\"2\"\n"
< db database=crm table=t user=app columns=a rows=2
< end complete
< begin pgsql.notice tx=3 db database=crm user=app type="text/plain; charset=utf-8"
< derived "call 13700137000"
< end complete
