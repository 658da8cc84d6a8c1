# Rows go on behind a gap, once messages line up.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 24 73 65 6c 65 63 74 20 69 64 2c 20 6d 6f 62 69 6c 65 20 66 72 6f 6d 20 63 75 73 74
6f 6d 65 72 00
<<< hex
54 00 00 00 34 00 02 69 64 00 00 00 00 00 00 00 00 00 00 17 ff ff ff ff ff ff 00 00 6d 6f 62 69
6c 65 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00 44 00 00 00 1a 00 02 00 00 00 01
30 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 44 00 00 00 1a 00 02 00 00 00 01 31 00 00 00 0b
<>< 40
<<< hex
00 00 1a 00 02 00 00 00 01 33 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 33 44 00 00 00 1a 00 02
00 00 00 01 34 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 34 44 00 00 00 1a 00 02 00 00 00 01 35
00 00 00 0b 31 33 38 30 30 31 33 38 30 30 35 44 00 00 00 1a 00 02 00 00 00 01 36 00 00 00 0b 31
33 38 30 30 31 33 38 30 30 36 44 00 00 00 1a 00 02 00 00 00 01 37 00 00 00 0b 31 33 38 30 30 31
33 38 30 30 37 43 00 00 00 0d 53 45 4c 45 43 54 20 38 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 0d 73 65 6c 65 63 74 20 32 00
<<< hex
54 00 00 00 1c 00 01 74 77 6f 00 00 00 00 00 00 00 00 00 00 17 ff ff ff ff ff ff 00 00 44 00 00
00 0b 00 01 00 00 00 01 32 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select id, mobile from customer"
> end complete
< begin pgsql.rows tx=1 db database=crm table=customer user=app columns=id,mobile type="text/csv; charset=utf-8"
< derived "\"id\",\"mobile\"\n\"0\",\"13800138000\"\n"
< db database=crm table=customer user=app columns=id,mobile rows=1
< end cut
< begin pgsql tx=0
< body "\u{0}\u{0}\u{1a}\u{0}\u{2}\u{0}\u{0}\u{0}\u{1}3\u{0}\u{0}\u{0}\u{b}13800138003"
< end cut
< anomaly parser_resync messages line up again
< begin pgsql.rows tx=1 db database=crm table=customer user=app columns=id,mobile type="text/csv; charset=utf-8"
< derived "\"id\",\"mobile\"\n\"4\",\"13800138004\"\n\"5\",\"13800138005\"\n\"6\",\"13800138006\"\n\"7\",\"13800138007\"\n"
< db database=crm table=customer user=app columns=id,mobile rows=4
< end complete
> begin pgsql.query tx=2 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select 2"
> end complete
< begin pgsql.rows tx=2 db database=crm user=app columns=two type="text/csv; charset=utf-8"
< derived "\"two\"\n\"2\"\n"
< db database=crm user=app columns=two rows=1
< end complete
