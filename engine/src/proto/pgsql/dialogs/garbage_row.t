# A row whose values do not fit.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 14 73 65 6c 65 63 74 20 61 20 66 72 6f 6d 20 74 00
<<< hex
54 00 00 00 1a 00 01 61 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00 44 00 00 00 0d
00 01 00 00 00 5a 61 62 63
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "select a from t"
> end complete
< begin pgsql.rows tx=1 db database=crm table=t user=app columns=a type="text/csv; charset=utf-8"
< derived "\"a\"\n\n"
< db database=crm table=t user=app columns=a rows=1
< end cut
< lost
