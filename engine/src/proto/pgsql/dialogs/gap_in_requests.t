# A request is lost: its reply is read, and the next request found.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 14 73 65 6c
><> 20
>>> hex
7a 7a 50 00 00 00 23 00 73 65 6c 65 63 74 20 6d 6f 62 69 6c 65 20 66 72 6f 6d 20 63 75 73 74 6f
6d 65 72 00 00 00 42 00 00 00 0c 00 00 00 00 00 00 00 00 45 00 00 00 09 00 00 00 00 00 53 00 00
00 04
<<< hex
54 00 00 00 1a 00 01 61 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00 44 00 00 00 0b
00 01 00 00 00 01 31 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql tx=0
> body "zz"
> end cut
> anomaly parser_resync messages line up again
> begin pgsql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select mobile from customer"
> end complete
< begin pgsql.rows tx=2 db database=crm user=app columns=a type="text/csv; charset=utf-8"
< derived "\"a\"\n\"1\"\n"
< db database=crm user=app columns=a rows=1
< end complete
