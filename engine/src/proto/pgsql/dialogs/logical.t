# Logical replication (pgoutput): inserts, updates with what was before, deletes; two tables; a streamed transaction.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 54 53 54 41 52 54 5f 52 45 50 4c 49 43 41 54 49 4f 4e 20 53 4c 4f 54 20 73 20 4c 4f
47 49 43 41 4c 20 30 2f 30 20 28 70 72 6f 74 6f 5f 76 65 72 73 69 6f 6e 20 27 32 27 2c 20 70 75
62 6c 69 63 61 74 69 6f 6e 5f 6e 61 6d 65 73 20 27 70 27 29 00
<<< hex
57 00 00 00 07 00 00 00 64 00 00 00 16 6b 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f e9 bc 00 64
00 00 00 32 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 42 00 00
00 00 01 72 92 d8 00 03 04 71 6f 4f e1 0c 00 00 03 28 64 00 00 00 5a 77 00 00 00 00 01 72 91 48
00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 52 00 00 40 b3 70 75 62 6c 69 63 00 63 75 73 74
00 64 00 03 01 69 64 00 00 00 00 17 ff ff ff ff 01 69 64 6e 6f 00 00 00 00 19 ff ff ff ff 01 70
68 6f 6e 65 00 00 00 00 14 ff ff ff ff 64 00 00 00 52 77 00 00 00 00 01 72 91 48 00 00 00 00 01
72 91 48 00 03 04 71 6f 4f ea 77 49 00 00 40 b3 4e 00 03 74 00 00 00 01 31 74 00 00 00 12 31 31
30 31 30 31 31 39 39 30 30 33 30 37 30 30 31 31 74 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30
64 00 00 00 39 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 49 00
00 40 b3 4e 00 03 74 00 00 00 01 32 6e 62 00 00 00 08 00 00 00 03 3c 83 49 f8 64 00 00 00 37 77
00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 43 00 00 00 00 00 00 00
00 01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 03
>>> hex
64 00 00 00 26 72 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 00
<<< hex
64 00 00 00 32 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 42 00
00 00 00 01 72 92 d8 00 03 04 71 6f 4f e1 0c 00 00 03 28 64 00 00 00 6c 77 00 00 00 00 01 72 91
48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 55 00 00 40 b3 4f 00 03 74 00 00 00 01 31 74
00 00 00 12 31 31 30 31 30 31 31 39 39 30 30 33 30 37 30 30 31 31 74 00 00 00 0b 31 33 38 30 30
31 33 38 30 30 30 4e 00 03 74 00 00 00 01 31 75 74 00 00 00 0b 31 33 37 30 30 31 33 37 30 30 30
64 00 00 00 2d 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 44 00
00 40 b3 4b 00 03 74 00 00 00 01 32 6e 6e 64 00 00 00 3f 77 00 00 00 00 01 72 91 48 00 00 00 00
01 72 91 48 00 03 04 71 6f 4f ea 77 52 00 00 40 b9 70 75 62 6c 69 63 00 6e 6f 74 65 00 64 00 01
01 74 65 78 74 00 00 00 00 19 ff ff ff ff 64 00 00 00 3c 77 00 00 00 00 01 72 91 48 00 00 00 00
01 72 91 48 00 03 04 71 6f 4f ea 77 49 00 00 40 b9 4e 00 01 74 00 00 00 12 e5 bc a0 e4 bc 9f 20
31 33 36 30 30 31 33 36 30 30 30 64 00 00 00 37 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91
48 00 03 04 71 6f 4f ea 77 43 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 02 00 00 00 00 00
00 00 03
<<< hex
64 00 00 00 23 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 53 00
00 03 28 01 64 00 00 00 5e 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f
ea 77 52 00 00 03 28 00 00 40 b3 70 75 62 6c 69 63 00 63 75 73 74 00 64 00 03 01 69 64 00 00 00
00 17 ff ff ff ff 01 69 64 6e 6f 00 00 00 00 19 ff ff ff ff 01 70 68 6f 6e 65 00 00 00 00 14 ff
ff ff ff 64 00 00 00 45 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea
77 49 00 00 03 28 00 00 40 b3 4e 00 03 74 00 00 00 01 33 74 00 00 00 01 78 74 00 00 00 0b 31 33
35 30 30 31 33 35 30 30 30 64 00 00 00 1e 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00
03 04 71 6f 4f ea 77 45 64 00 00 00 3b 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03
04 71 6f 4f ea 77 63 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 03 28
<<< hex
64 00 00 00 35 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 49 00
00 40 01 4e 00 01 74 00 00 00 0b 31 33 33 30 30 31 33 33 30 30 30 64 00 00 00 2a 77 00 00 00 00
01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 49 00 00 40 b3 4e 00 03 74 00 00 00
01 64 00 00 00 3c 77 00 00 00 00 01 72 91 48 00 00 00 00 01 72 91 48 00 03 04 71 6f 4f ea 77 4d
00 00 00 00 00 00 00 00 00 61 75 64 69 74 00 00 00 00 0b 31 33 32 30 30 31 33 32 30 30 30
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "START_REPLICATION SLOT s LOGICAL 0/0 (proto_version \'2\', publication_names \'p\')"
> end complete
< begin pgsql.rows tx=1 db database=crm table=cust user=app columns=id,idno,phone type="text/csv; charset=utf-8"
< derived "\"id\",\"idno\",\"phone\"\n\"1\",\"110101199003070011\",\"13800138000\"\n\"2\",,\"13900139000\"\n\"1\",\"110101199003070011\",\"13800138000\"\n\"1\",,\"13700137000\"\n\"2\",,\n"
< db database=crm table=cust user=app columns=id,idno,phone rows=5
< end complete
< begin pgsql.rows tx=1 db database=crm table=note user=app columns=text type="text/csv; charset=utf-8"
< derived "\"text\"\n\"张伟 13600136000\"\n"
< db database=crm table=note user=app columns=text rows=1
< end complete
< begin pgsql.rows tx=1 db database=crm table=cust user=app columns=id,idno,phone type="text/csv; charset=utf-8"
< derived "\"id\",\"idno\",\"phone\"\n\"3\",\"x\",\"13500135000\"\n"
< db database=crm table=cust user=app columns=id,idno,phone rows=1
< end complete
< begin pgsql.rows tx=1 db database=crm user=app type="text/csv; charset=utf-8"
< derived "\"13300133000\"\n"
< db database=crm user=app rows=1
< end complete
< begin pgsql.rows tx=1 db database=crm table=cust user=app columns=id,idno,phone type="text/csv; charset=utf-8"
< derived "\"id\",\"idno\",\"phone\"\n"
< anomaly header_malformed a change whose values do not fit
< derived "\n"
< db database=crm table=cust user=app columns=id,idno,phone rows=1
< end complete
< begin pgsql.rows tx=1 db database=crm user=app type="text/plain; charset=utf-8"
< derived "M         audit     13200132000\n"
< end cut
