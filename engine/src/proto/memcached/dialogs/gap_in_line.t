# The place is lost until a line says how long its value is.
>>>
set k 0 \
><> 40
>>>
tail 13800138000
more
set k 0 0 11
13900139000
===
> begin memcached.command tx=0 db
> body "tail 13800138000\r\nmore\r\n"
> end cut
> anomaly parser_resync
> begin memcached.command tx=0 db table=k columns=k rows=1 type="text/csv"
> derived "\"k\"\r\n\"13900139000\"\r\n"
> end complete
