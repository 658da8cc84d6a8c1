# A replication stream: its strings.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 29 53 54 41 52 54 5f 52 45 50 4c 49 43 41 54 49 4f 4e 20 53 4c 4f 54 20 73 20 4c 4f
47 49 43 41 4c 20 30 2f 30 00
<<< hex
57 00 00 00 07 00 00 00 64 00 00 00 35 77 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 49 00 00 40 01 4e 00 01 74 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30
>>> hex
64 00 00 00 26 72 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 00
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "START_REPLICATION SLOT s LOGICAL 0/0"
> end complete
< begin pgsql.rows tx=1 db database=crm user=app type="text/csv; charset=utf-8"
< derived "\"13800138000\"\n"
< db database=crm user=app rows=1
< end cut
