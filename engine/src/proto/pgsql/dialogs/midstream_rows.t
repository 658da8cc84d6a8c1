# A connection older than the capture, from its server: rows, then what COPY moves.
<<< hex
44 00 00 00 1a 00 02 00 00 00 01 37 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 44 00 00 00 1a
00 02 00 00 00 01 38 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 43 00 00 00 0d 53 45 4c 45 43
54 20 32 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 14 73 65 6c 65 63 74 20 31 20 66 72 6f 6d 20 74 00
<<< hex
54 00 00 00 1a 00 01 6e 00 00 00 00 00 00 00 00 00 00 17 ff ff ff ff ff ff 00 00 44 00 00 00 0b
00 01 00 00 00 01 31 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
===
< begin pgsql.rows tx=0 db type="text/csv"
< derived "\"7\",\"13800138000\"\n\"8\",\"13900139000\"\n"
< db rows=2
< end complete
> begin pgsql.query tx=0 db table=t type="text/plain"
> derived "select 1 from t"
> end complete
< begin pgsql.rows tx=0 db table=t columns=n type="text/csv"
< derived "\"n\"\n\"1\"\n"
< db table=t columns=n rows=1
< end complete
