# The refusal of TLS comes behind what follows it.
>>> hex
00 00 00 08 04 d2 16 2f
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
4e 52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
===
> transport pgsql none upgrade=not_offered
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> transport pgsql none upgrade=not_offered
> outcome tx=0 Accepted
