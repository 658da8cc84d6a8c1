# A password in the clear, accepted; the client names its charset.
>>> hex
00 00 00 3c 00 03 00 00 75 73 65 72 00 61 70 70 00 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67
00 47 42 4b 00 61 70 70 6c 69 63 61 74 69 6f 6e 5f 6e 61 6d 65 00 70 73 71 6c 00 00
<<< hex
52 00 00 00 08 00 00 00 03
>>> hex
70 00 00 00 0c 68 75 6e 74 65 72 32 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 12 73 65 6c 65 63 74 20 27 d5 c5 ce b0 27 00
<<< hex
54 00 00 00 1d 00 01 d0 d5 c3 fb 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00 44 00
00 00 0e 00 01 00 00 00 04 d5 c5 ce b0 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05
49
===
> begin pgsql.login tx=0 db database=app user=app type="text/plain; charset=gbk"
> text user Plain "app"
> text attributes Headers "client_encoding: GBK\napplication_name: psql\n"
> end complete
> begin pgsql.login tx=0 db database=app user=app type="text/plain; charset=gbk"
> credential cleartext "app":"hunter2"  95 awaits
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=app user=app type="text/plain; charset=gbk"
> derived "select \'\xd5\xc5\xce\xb0\'"
> end complete
< begin pgsql.rows tx=1 db database=app user=app columns=姓名 type="text/csv; charset=gbk"
< derived "\"\xd0\xd5\xc3\xfb\"\n\"\xd5\xc5\xce\xb0\"\n"
< db database=app user=app columns=姓名 rows=1
< end complete
