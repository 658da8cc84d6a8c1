# A statement described once, executed twice, without waiting; rows come under the columns told before.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
50 00 00 00 44 73 31 00 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 61 72 20 28 69 64 6e 6f 2c 20 6d
6f 62 69 6c 65 29 20 76 61 6c 75 65 73 20 28 24 31 2c 24 32 29 20 72 65 74 75 72 6e 69 6e 67 20
69 64 00 00 00 44 00 00 00 08 53 73 31 00 53 00 00 00 04
<<< hex
31 00 00 00 04 74 00 00 00 0e 00 02 00 00 00 19 00 00 00 19 54 00 00 00 1b 00 01 69 64 00 00 00
00 00 00 00 00 00 00 17 ff ff ff ff ff ff 00 00 5a 00 00 00 05 49
>>> hex
42 00 00 00 25 00 73 31 00 00 00 00 02 00 00 00 02 61 31 00 00 00 0b 31 33 38 30 30 31 33 38 30
30 30 00 01 00 01 45 00 00 00 09 00 00 00 00 00 42 00 00 00 25 00 73 31 00 00 00 00 02 00 00 00
02 61 32 00 00 00 0b 31 33 39 30 30 31 33 39 30 30 30 00 01 00 01 45 00 00 00 09 00 00 00 00 00
53 00 00 00 04
<<< hex
32 00 00 00 04 44 00 00 00 0e 00 01 00 00 00 04 00 00 00 01 43 00 00 00 0f 49 4e 53 45 52 54 20
30 20 31 00 32 00 00 00 04 44 00 00 00 0e 00 01 00 00 00 04 00 00 00 02 43 00 00 00 0f 49 4e 53
45 52 54 20 30 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=car user=app type="text/plain; charset=utf-8"
> derived "insert into car (idno, mobile) values ($1,$2) returning id"
> end complete
> begin pgsql.query tx=2 db database=crm table=car user=app columns=idno,mobile type="text/csv; charset=utf-8"
> derived "\"idno\",\"mobile\"\n\"a1\",\"13800138000\"\n"
> db database=crm table=car user=app columns=idno,mobile rows=1
> end complete
> begin pgsql.query tx=3 db database=crm table=car user=app columns=idno,mobile type="text/csv; charset=utf-8"
> derived "\"idno\",\"mobile\"\n\"a2\",\"13900139000\"\n"
> db database=crm table=car user=app columns=idno,mobile rows=1
> end complete
< begin pgsql.rows tx=2 db database=crm table=car user=app columns=id type="text/csv; charset=utf-8"
< derived "\"id\"\n\"1\"\n"
< db database=crm table=car user=app columns=id rows=1
< end complete
< begin pgsql.rows tx=3 db database=crm table=car user=app columns=id type="text/csv; charset=utf-8"
< derived "\"id\"\n\"2\"\n"
< db database=crm table=car user=app columns=id rows=1
< end complete
