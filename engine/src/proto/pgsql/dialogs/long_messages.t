# Messages longer than is held: statements, rows and COPY go through, what else there is is skipped.
@limit head_bytes 200
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 01 01 69 6e 73 65 72 74 20 69 6e 74 6f 20 74 20 76 61 6c 75 65 73 20 28 27 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 e5 bc a0 e4 bc 9f 31 33 38 30 30 31 33 38
30 30 30 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79
79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 79 27
29 00
<<< hex
43 00 00 00 0f 49 4e 53 45 52 54 20 30 20 31 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 17 73 65 6c 65 63 74 20 61 2c 20 62 20 66 72 6f 6d 20 74 00
<<< hex
54 00 00 00 2e 00 02 61 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00 62 00 00 00 00
00 00 00 00 00 00 11 ff ff ff ff ff ff 00 01 44 00 00 00 ee 00 02 00 00 00 dd 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d
6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 6d 22 00 00 00 03 00 ff 6e 44 00
00 00 19 00 02 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 ff ff ff ff 43 00 00 00 0d 53 45 4c
45 43 54 20 32 00 4e 00 00 01 01 4d 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e 6e
6e 6e 6e 6e 6e 6e 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 16 63 6f 70 79 20 74 20 66 72 6f 6d 20 73 74 64 69 6e 00
<<< hex
47 00 00 00 09 00 00 01 00 00
>>> hex
64 00 00 00 f4 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39
30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30
0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33
39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39
30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30
0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33
39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 31 33 39
30 30 31 33 39 30 30 30 0a 31 33 39 30 30 31 33 39 30 30 30 0a 63 00 00 00 04
<<< hex
43 00 00 00 0c 43 4f 50 59 20 32 30 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm user=app type="text/plain; charset=utf-8"
> derived "insert into t values (\'xxxxxxxxxxxxxxxxx"... 253 bytes #6b3fbb44
> end complete
> begin pgsql.query tx=2 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "select a, b from t"
> end complete
< begin pgsql.rows tx=2 db database=crm table=t user=app columns=a,b type="text/csv; charset=utf-8"
< derived "\"a\",\"b\"\n\"mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"... 253 bytes #417792f5
< db database=crm table=t user=app columns=a,b rows=2
< end complete
< anomaly head_too_long a message longer than is held
< sealed 253 skipped
> begin pgsql.query tx=3 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "copy t from stdin"
> end complete
> begin pgsql.rows tx=3 db database=crm table=t user=app type="text/tab-separated-values; charset=utf-8"
> derived "13900139000\n13900139000\n13900139000\n1390"... 240 bytes #51c0e288
> end complete
