# Parse, bind, describe, execute: values under the names of their columns, rows in binary format.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
50 00 00 00 49 00 73 65 6c 65 63 74 20 69 64 2c 20 6d 6f 62 69 6c 65 2c 20 73 65 65 6e 20 66 72
6f 6d 20 63 61 72 20 77 68 65 72 65 20 69 64 6e 6f 3d 24 31 20 61 6e 64 20 6e 20 3e 20 24 32 00
00 02 00 00 00 19 00 00 00 14 42 00 00 00 34 00 00 00 02 00 00 00 01 00 02 00 00 00 12 31 31 30
31 30 31 31 39 39 30 30 33 30 37 30 30 32 58 00 00 00 08 00 00 00 00 00 00 00 05 00 01 00 01 44
00 00 00 06 50 00 45 00 00 00 09 00 00 00 00 00 53 00 00 00 04
<<< hex
31 00 00 00 04 32 00 00 00 04 54 00 00 00 4b 00 03 69 64 00 00 00 00 00 00 00 00 00 00 14 ff ff
ff ff ff ff 00 01 6d 6f 62 69 6c 65 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 01 73
65 65 6e 00 00 00 00 00 00 00 00 00 04 5a ff ff ff ff ff ff 00 01 44 00 00 00 2d 00 03 00 00 00
08 00 00 00 00 00 00 00 07 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 00 00 00 08 00 00 00 00
00 00 00 00 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=car user=app type="text/plain; charset=utf-8"
> derived "select id, mobile, seen from car where idno=$1 and n > $2"
> end complete
> begin pgsql.query tx=2 db database=crm table=car user=app columns=idno,n type="text/csv; charset=utf-8"
> derived "\"idno\",\"n\"\n\"11010119900307002X\",\"5\"\n"
> db database=crm table=car user=app columns=idno,n rows=1
> end complete
< begin pgsql.rows tx=2 db database=crm table=car user=app columns=id,mobile,seen type="text/csv; charset=utf-8"
< derived "\"id\",\"mobile\",\"seen\"\n\"7\",\"13800138000\",\"2000-01-01 00:00:00\"\n"
< db database=crm table=car user=app columns=id,mobile,seen rows=1
< end complete
