# The refusal of TLS is lost; what follows in the clear shows that it was one.
>>> hex
00 00 00 08 04 d2 16 2f
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<>< 1
<<< hex
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 0d 73 65 6c 65 63 74 20 31 00
===
> transport pgsql none upgrade=not_offered
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
< anomaly parser_resync messages line up again
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select 1"
> end complete
