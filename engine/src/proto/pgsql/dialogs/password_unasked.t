# The request was not seen: what looks like a password is one, with less confidence.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00 70
00 00 00 0c 68 75 6e 74 65 72 32 00 51 00 00 00 0d 73 65 6c 65 63 74 20 31 00
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> credential cleartext "app":"hunter2"  80 awaits
> end complete
> begin pgsql.query tx=1 db database=crm user=app type="text/plain"
> derived "select 1"
> end complete
