# Binary COPY that is none, that goes on behind its end, and of which bytes are missing: what comes is taken as it is.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 1c 43 4f 50 59 20 61 20 54 4f 20 53 54 44 4f 55 54 20 42 49 4e 41 52 59 00
<<< hex
48 00 00 00 09 01 00 01 00 01 64 00 00 00 23 50 47 43 4f 50 59 22 00 01 0a 31 33 38 30 30 31 33
38 30 30 30 2c 20 61 6e 64 20 6d 6f 72 65
<<< hex
63 00 00 00 04 43 00 00 00 0b 43 4f 50 59 20 31 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 1c 43 4f 50 59 20 62 20 54 4f 20 53 54 44 4f 55 54 20 42 49 4e 41 52 59 00
<<< hex
48 00 00 00 09 01 00 01 00 01 64 00 00 00 38 50 47 43 4f 50 59 0a ff 0d 0a 00 00 00 00 00 00 00
00 00 00 01 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 ff ff 00 01 20 31 33 37 30 30 31 33 37
30 30 30 64 00 00 00 10 20 31 33 36 30 30 31 33 36 30 30 30
<<< hex
63 00 00 00 04 43 00 00 00 0b 43 4f 50 59 20 31 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 1c 43 4f 50 59 20 63 20 54 4f 20 53 54 44 4f 55 54 20 42 49 4e 41 52 59 00
<<< hex
48 00 00 00 09 01 00 01 00 01 64 00 00 00 2a 50 47 43 4f 50 59 0a ff 0d 0a 00 00 00 00 00 00 00
00 00 00 01 00 00 00 0d 6c 69 40 65 78 61 6d 70 6c 65 2e 63 6e
<>< 40
<<< hex
64 00 00 00 15 00 01 00 00 00 0b 31 33 35 30 30 31 33 35 30 30 30 63 00 00 00 04 43 00 00 00 0b
43 4f 50 59 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=a user=app type="text/plain; charset=utf-8"
> derived "COPY a TO STDOUT BINARY"
> end complete
< begin pgsql.rows tx=1 db database=crm table=a user=app type="text/csv; charset=utf-8"
< derived "\"PGCOPY\"\"  \n13800138000, and more\""
< db database=crm table=a user=app
< end complete
> begin pgsql.query tx=2 db database=crm table=b user=app type="text/plain; charset=utf-8"
> derived "COPY b TO STDOUT BINARY"
> end complete
< begin pgsql.rows tx=2 db database=crm table=b user=app type="text/csv; charset=utf-8"
< derived "\"13900139000\"\n\"   13700137000 13600136000\""
< db database=crm table=b user=app rows=1
< end complete
> begin pgsql.query tx=3 db database=crm table=c user=app type="text/plain; charset=utf-8"
> derived "COPY c TO STDOUT BINARY"
> end complete
< begin pgsql.rows tx=3 db database=crm table=c user=app type="text/csv; charset=utf-8"
< derived "\"li@example.cn\"\n"
< db database=crm table=c user=app rows=1
< end cut
< anomaly parser_resync messages line up again
< begin pgsql.rows tx=3 db database=crm table=c user=app type="text/csv; charset=utf-8"
< derived "\"      13500135000\""
< db database=crm table=c user=app
< end complete
