# TLS is asked for and refused; GSSAPI as well.
>>> hex
00 00 00 08 04 d2 16 30
<<< hex
4e
>>> hex
00 00 00 08 04 d2 16 2f
<<< hex
4e
>>> hex
00 00 00 12 00 03 00 00 75 73 65 72 00 61 70 70 00 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
===
> transport pgsql none upgrade=not_offered
> transport pgsql none upgrade=not_offered
> begin pgsql.login tx=0 db database=app user=app type="text/plain"
> text user Plain "app"
> end complete
> outcome tx=0 Accepted
