# COPY from the client: with a line of names of its own; then one that fails, in binary.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 28 63 6f 70 79 20 63 75 73 74 6f 6d 65 72 20 66 72 6f 6d 20 73 74 64 69 6e 20 63 73
76 20 68 65 61 64 65 72 00
<<< hex
47 00 00 00 0b 00 00 02 00 00 00 00
>>> hex
64 00 00 00 18 6e 61 6d 65 2c 6d 6f 62 69 6c 65 0a 78 2c 31 33 38 30 30 31 64 00 00 00 0a 33 38
30 30 30 0a 63 00 00 00 04
<<< hex
43 00 00 00 0b 43 4f 50 59 20 31 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 24 63 6f 70 79 20 63 75 73 74 6f 6d 65 72 20 66 72 6f 6d 20 73 74 64 69 6e 20 62 69
6e 61 72 79 00
<<< hex
47 00 00 00 0b 01 00 02 00 01 00 01
>>> hex
64 00 00 00 28 50 47 43 4f 50 59 0a ff 0d 0a 00 00 00 00 00 00 00 00 00 00 01 00 00 00 0b 31 33
38 30 30 31 33 38 30 30 30 66 00 00 00 09 6f 6f 70 73 00
<<< hex
45 00 00 00 2a 53 45 52 52 4f 52 00 4d 43 4f 50 59 20 66 72 6f 6d 20 73 74 64 69 6e 20 66 61 69
6c 65 64 3a 20 6f 6f 70 73 00 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "copy customer from stdin csv header"
> end complete
> begin pgsql.rows tx=1 db database=crm table=customer user=app type="text/csv; charset=utf-8"
> derived "name,mobile\nx,13800138000\n"
> end complete
> begin pgsql.query tx=2 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "copy customer from stdin binary"
> end complete
> begin pgsql.rows tx=2 db database=crm table=customer user=app type="text/csv; charset=utf-8"
> derived "\"13800138000\"\n"
> db database=crm table=customer user=app rows=1
> end cut
< begin pgsql.error tx=2 db database=crm user=app type="text/plain; charset=utf-8"
< derived "COPY from stdin failed: oops\n"
< end complete
