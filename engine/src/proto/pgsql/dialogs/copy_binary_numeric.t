# A numeric in binary COPY, of which nobody says the type; words that are none.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 2a 43 4f 50 59 20 74 20 28 6d 6f 62 69 6c 65 2c 20 6f 64 64 29 20 54 4f 20 53 54 44
4f 55 54 20 42 49 4e 41 52 59 00
<<< hex
48 00 00 00 0b 01 00 02 00 01 00 01 64 00 00 00 3d 50 47 43 4f 50 59 0a ff 0d 0a 00 00 00 00 00
00 00 00 00 00 02 00 00 00 0e 00 03 00 02 00 00 00 00 00 8a 00 0d 1f 40 00 00 00 0e 00 03 00 02
00 00 00 00 00 8a 00 0d 27 10 64 00 00 00 06 ff ff 63 00 00 00 04 43 00 00 00 0b 43 4f 50 59 20
31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "COPY t (mobile, odd) TO STDOUT BINARY"
> end complete
< begin pgsql.rows tx=1 db database=crm table=t user=app columns=mobile,odd type="text/csv; charset=utf-8"
< derived "\"mobile\",\"odd\"\n\"13800138000\",\" \r\' \"\n"
< db database=crm table=t user=app columns=mobile,odd rows=1
< end complete
