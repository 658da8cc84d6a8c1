# Lost in the binary protocol until the next header.
>>> hex
80 01 0005 08 00 0000 00000018 00000001 00000000
><> 50
>>> hex
313338303031333830303080ff
80 00 0005 00 00 0000 00000005 00000002 0000000000000000 70686f6e65
===
> begin memcached.command tx=0 db
> body "13800138000\x80\xff"
> end cut
> anomaly parser_resync
> begin memcached.command tx=0 db table=phone
> text  Plain "phone"
> end complete
