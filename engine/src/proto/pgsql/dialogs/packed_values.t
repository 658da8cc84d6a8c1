# Values of bytea that hold something packed, bound and in rows: messages of their own.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
>>> hex
50 00 00 00 4d 73 00 69 6e 73 65 72 74 20 69 6e 74 6f 20 64 6f 63 20 28 62 6f 64 79 2c 20 6d 6f
62 69 6c 65 2c 20 6e 6f 74 65 29 20 76 61 6c 75 65 73 20 28 24 31 2c 20 24 32 2c 20 24 33 29 00
00 03 00 00 00 11 00 00 00 14 00 00 00 19 42 00 00 00 8d 00 73 00 00 03 00 01 00 01 00 00 00 03
00 00 00 63 1f 8b 08 00 00 00 00 00 02 03 7b ba 7c f2 d3 09 bd 3a 2f 76 ad 7e b2 7b ef 8b f5 8d
4f fb b7 eb 3c eb ec 7e 36 67 17 90 c5 f5 74 cf 02 03 1d 43 43 03 20 34 b4 b4 34 30 30 36 30 37
00 02 1d 43 63 0b 03 03 30 61 00 52 63 88 a9 c6 10 49 8d 21 48 8d 11 a6 1a 23 24 35 46 5c 00 8b
52 b2 8f 8a 00 00 00 00 00 00 08 00 00 00 03 36 8d 65 10 00 00 00 01 78 00 01 00 01 45 00 00 00
09 00 00 00 00 00 53 00 00 00 04
<<< hex
31 00 00 00 04 32 00 00 00 04 43 00 00 00 0f 49 4e 53 45 52 54 20 30 20 31 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 19 73 65 6c 65 63 74 20 62 6f 64 79 20 66 72 6f 6d 20 64 6f 63 00
<<< hex
54 00 00 00 1d 00 01 62 6f 64 79 00 00 00 00 00 00 00 00 00 00 11 ff ff ff ff ff ff 00 01 44 00
00 00 6d 00 01 00 00 00 63 1f 8b 08 00 00 00 00 00 02 03 7b ba 7c f2 d3 09 bd 3a 2f 76 ad 7e b2
7b ef 8b f5 8d 4f fb b7 eb 3c eb ec 7e 36 67 17 90 c5 f5 74 cf 02 03 1d 43 43 03 20 34 b4 b4 34
30 30 36 30 37 00 02 1d 43 63 0b 03 03 30 61 00 52 63 88 a9 c6 10 49 8d 21 48 8d 11 a6 1a 23 24
35 46 5c 00 8b 52 b2 8f 8a 00 00 00 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=doc user=app type="text/plain"
> derived "insert into doc (body, mobile, note) values ($1, $2, $3)"
> end complete
> begin pgsql.query tx=2 db database=crm table=doc user=app columns=body,mobile,note type="text/csv"
> derived "\"body\",\"mobile\",\"note\"\n\""
> stream 1
> begin pgsql.query tx=2 db database=crm table=doc user=app columns=body,mobile,note file="body"
> derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03{\xba|\xf2\xd3\t\xbd:/v\xad~\xb2{\xef\x8b\xf5\x8dO\xfb\xb7\xeb<\xeb\xec~6g\x17\x90\xc5\xf5t\xcf\x02\x03\x1dCC\x03 4\xb4\xb4400607\x00\x02\x1dCc\x0b\x03\x030a\x00Rc\x88\xa9\xc6\x10I\x8d!H\x8d\x11\xa6\x1a#$5F\\\x00\x8bR\xb2\x8f\x8a\x00\x00\x00"
> end complete
> stream 0
> derived "\",\"13800138000\",\"x\"\n"
> db database=crm table=doc user=app columns=body,mobile,note rows=1
> end complete
> begin pgsql.query tx=3 db database=crm table=doc user=app type="text/plain"
> derived "select body from doc"
> end complete
< begin pgsql.rows tx=3 db database=crm table=doc user=app columns=body type="text/csv"
< derived "\"body\"\n\""
< stream 1
< begin pgsql.rows tx=3 db database=crm table=doc user=app columns=body file="body"
< derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03{\xba|\xf2\xd3\t\xbd:/v\xad~\xb2{\xef\x8b\xf5\x8dO\xfb\xb7\xeb<\xeb\xec~6g\x17\x90\xc5\xf5t\xcf\x02\x03\x1dCC\x03 4\xb4\xb4400607\x00\x02\x1dCc\x0b\x03\x030a\x00Rc\x88\xa9\xc6\x10I\x8d!H\x8d\x11\xa6\x1a#$5F\\\x00\x8bR\xb2\x8f\x8a\x00\x00\x00"
< end complete
< stream 0
< derived "\"\n"
< db database=crm table=doc user=app columns=body rows=1
< end complete
