# A large object: written in two calls, with a notice in between, then read in two. Afterwards a function with texts.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 54
>>> hex
# lo_open, whose result is the descriptor 0
46 00 00 00 20 00 00 03 b8 00 01 00 01 00 02 00 00 00 04 00 00 40 e9 00 00 00 04 00 02 00 00 00 01
<<< hex
56 00 00 00 0c 00 00 00 04 00 00 00 00 5a 00 00 00 05 54
>>> hex
46 00 00 00 2a 00 00 03 bb 00 01 00 01 00 02 00 00 00 04 00 00 00 00 00 00 00 0e 74 65 6c 20 31
33 38 30 30 31 33 38 30 20 00 01
<<< hex
4e 00 00 00 09 4d 68 69 00 00 56 00 00 00 0c 00 00 00 04 00 00 00 0e 5a 00 00 00 05 54
>>> hex
46 00 00 00 1f 00 00 03 bb 00 01 00 01 00 02 00 00 00 04 00 00 00 00 00 00 00 03 30 30 0a 00 01
<<< hex
56 00 00 00 0c 00 00 00 04 00 00 00 03 5a 00 00 00 05 54
>>> hex
# lo_close
46 00 00 00 18 00 00 03 b9 00 01 00 01 00 01 00 00 00 04 00 00 00 00 00 01
<<< hex
56 00 00 00 0c 00 00 00 04 00 00 00 00 5a 00 00 00 05 54
>>> hex
# loread
46 00 00 00 20 00 00 03 ba 00 01 00 01 00 02 00 00 00 04 00 00 00 00 00 00 00 04 00 00 00 08 00 01
<<< hex
56 00 00 00 10 00 00 00 08 74 65 6c 20 31 33 38 30 5a 00 00 00 05 54
>>> hex
46 00 00 00 20 00 00 03 ba 00 01 00 01 00 02 00 00 00 04 00 00 00 00 00 00 00 04 00 00 00 08 00 01
<<< hex
56 00 00 00 0f 00 00 00 07 30 31 33 38 30 30 30 5a 00 00 00 05 54
>>> hex
46 00 00 00 20 00 00 03 ba 00 01 00 01 00 02 00 00 00 04 00 00 00 00 00 00 00 04 00 00 00 08 00 01
<<< hex
56 00 00 00 08 00 00 00 00 5a 00 00 00 05 54
>>> hex
46 00 00 00 36 00 01 00 00 00 00 00 02 00 00 00 0c 6a 6f 65 2d 73 6d 69 74 68 2d 32 31 00 00 00
14 6a 6f 65 2e 73 40 65 78 61 6d 70 6c 65 2e 63 6f 6d 2e 75 6b 00 00
<<< hex
56 00 00 00 13 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 5a 00 00 00 05 54
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=2 db database=crm table=pg_largeobject user=app
> body "tel 138001380 00\n"
< begin pgsql.notice tx=2 db database=crm user=app type="text/plain"
< derived "hi\n"
< end complete
> end complete
< begin pgsql.rows tx=5 db database=crm table=pg_largeobject user=app
< body "tel 13800138000"
> begin pgsql.query tx=8 db database=crm user=app
> body "joe-smith-21"
> end complete
> begin pgsql.query tx=8 db database=crm user=app
> body "joe.s@example.com.uk"
> end complete
< end complete
< begin pgsql.rows tx=8 db database=crm user=app
< body "13800138000"
< end complete
