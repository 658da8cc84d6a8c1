# A query, rows with NULL, a quotation mark and Chinese; a second statement in the same query.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 38 73 65 6c 65 63 74 20 69 64 2c 20 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 20 66 72 6f
6d 20 63 72 6d 2e 63 75 73 74 6f 6d 65 72 3b 20 73 65 6c 65 63 74 20 31 00
<<< hex
54 00 00 00 4d 00 03 69 64 00 00 00 00 00 00 00 00 00 00 17 ff ff ff ff ff ff 00 00 e5 a7 93 e5
90 8d 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00 6d 6f 62 69 6c 65 00 00 00 00 00
00 00 00 00 00 19 ff ff ff ff ff ff 00 00 44 00 00 00 24 00 03 00 00 00 01 31 00 00 00 06 e5 bc
a0 e4 bc 9f 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 44 00 00 00 18 00 03 00 00 00 01 32 00
00 00 05 61 20 22 62 22 ff ff ff ff 43 00 00 00 0d 53 45 4c 45 43 54 20 32 00 54 00 00 00 21 00
01 3f 63 6f 6c 75 6d 6e 3f 00 00 00 00 00 00 00 00 00 00 17 ff ff ff ff ff ff 00 00 44 00 00 00
0b 00 01 00 00 00 01 31 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
>>> hex
58 00 00 00 04
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select id, name, mobile from crm.customer; select 1"
> end complete
< begin pgsql.rows tx=1 db database=crm table=customer user=app columns=id,姓名,mobile type="text/csv; charset=utf-8"
< derived "\"id\",\"姓名\",\"mobile\"\n\"1\",\"张伟\",\"13800138000\"\n\"2\",\"a \"\"b\"\"\",\n"
< db database=crm table=customer user=app columns=id,姓名,mobile rows=2
< end complete
< begin pgsql.rows tx=1 db database=crm table=customer user=app columns=?column? type="text/csv; charset=utf-8"
< derived "\"?column?\"\n\"1\"\n"
< db database=crm table=customer user=app columns=?column? rows=1
< end complete
