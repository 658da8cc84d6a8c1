# COPY of which only the client is seen: a text, a binary one, and one whose statement was not seen.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 2c 43 4f 50 59 20 63 75 73 74 20 28 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 29 20 46 52
4f 4d 20 53 54 44 49 4e 20 63 73 76 00 64 00 00 00 13 6c 69 2c 31 33 38 30 30 31 33 38 30 30 30
0a 63 00 00 00 04 51 00 00 00 26 43 4f 50 59 20 63 61 72 64 20 28 70 61 6e 29 20 46 52 4f 4d 20
53 54 44 49 4e 20 62 69 6e 61 72 79 00 64 00 00 00 27 50 47 43 4f 50 59 0a ff 0d 0a 00 00 00 00
00 00 00 00 00 00 01 00 00 00 08 00 16 1a e5 27 7d 72 00 ff ff 63 00 00 00 04
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=cust user=app type="text/plain; charset=utf-8"
> derived "COPY cust (name, mobile) FROM STDIN csv"
> end complete
> begin pgsql.rows tx=1 db database=crm table=cust user=app columns=name,mobile type="text/csv; charset=utf-8"
> derived "\"name\",\"mobile\"\nli,13800138000\n"
> end complete
> begin pgsql.query tx=2 db database=crm table=card user=app type="text/plain; charset=utf-8"
> derived "COPY card (pan) FROM STDIN binary"
> end complete
> begin pgsql.rows tx=2 db database=crm table=card user=app columns=pan type="text/csv; charset=utf-8"
> derived "\"pan\"\n\"6222021000000000\"\n"
> db database=crm table=card user=app columns=pan rows=1
> end complete
