# A value of bytea in rows of text, in the older of its two formats: bytes are written in octal digits.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 19 73 65 6c 65 63 74 20 62 6f 64 79 20 66 72 6f 6d 20 64 6f 63 00
<<< hex
54 00 00 00 1d 00 01 62 6f 64 79 00 00 00 00 00 00 00 00 00 00 11 ff ff ff ff ff ff 00 00 44 00
00 01 25 00 01 00 00 01 1b 5c 30 33 37 5c 32 31 33 5c 30 31 30 5c 30 30 30 5c 30 30 30 5c 30 30
30 5c 30 30 30 5c 30 30 30 5c 30 30 32 5c 30 30 33 7b 5c 32 37 32 7c 5c 33 36 32 5c 33 32 33 5c
30 31 31 5c 32 37 35 3a 2f 76 5c 32 35 35 7e 5c 32 36 32 7b 5c 33 35 37 5c 32 31 33 5c 33 36 35
5c 32 31 35 4f 5c 33 37 33 5c 32 36 37 5c 33 35 33 3c 5c 33 35 33 5c 33 35 34 7e 36 67 5c 30 32
37 5c 32 32 30 5c 33 30 35 5c 33 36 35 74 5c 33 31 37 5c 30 30 32 5c 30 30 33 5c 30 33 35 43 43
5c 30 30 33 20 34 5c 32 36 34 5c 32 36 34 34 30 30 36 30 37 5c 30 30 30 5c 30 30 32 5c 30 33 35
43 63 5c 30 31 33 5c 30 30 33 5c 30 30 33 30 61 5c 30 30 30 52 63 5c 32 31 30 5c 32 35 31 5c 33
30 36 5c 30 32 30 49 5c 32 31 35 21 48 5c 32 31 35 5c 30 32 31 5c 32 34 36 5c 30 33 32 23 24 35
46 5c 5c 5c 30 30 30 5c 32 31 33 52 5c 32 36 32 5c 32 31 37 5c 32 31 32 5c 30 30 30 5c 30 30 30
5c 30 30 30 43 00 00 00 0d 53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=doc user=app type="text/plain"
> derived "select body from doc"
> end complete
< begin pgsql.rows tx=1 db database=crm table=doc user=app columns=body type="text/csv"
< derived "\"body\"\n\""
< stream 1
< begin pgsql.rows tx=1 db database=crm table=doc user=app columns=body file="body"
< derived "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03{\xba|\xf2\xd3\t\xbd:/v\xad~\xb2{\xef\x8b\xf5\x8dO\xfb\xb7\xeb<\xeb\xec~6g\x17\x90\xc5\xf5t\xcf\x02\x03\x1dCC\x03 4\xb4\xb4400607\x00\x02\x1dCc\x0b\x03\x030a\x00Rc\x88\xa9\xc6\x10I\x8d!H\x8d\x11\xa6\x1a#$5F\\\x00\x8bR\xb2\x8f\x8a\x00\x00\x00"
< end complete
< stream 0
< derived "\"\n"
< db database=crm table=doc user=app columns=body rows=1
< end complete
