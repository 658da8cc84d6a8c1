# COPY to the client: as CSV with names from the statement, and as text.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 3d 43 4f 50 59 20 63 75 73 74 6f 6d 65 72 20 28 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65
29 20 54 4f 20 53 54 44 4f 55 54 20 57 49 54 48 20 28 46 4f 52 4d 41 54 20 63 73 76 29 00
<<< hex
48 00 00 00 0b 00 00 02 00 00 00 00 64 00 00 00 17 e5 bc a0 e4 bc 9f 2c 31 33 38 30 30 31 33 38
30 30 30 0a 64 00 00 00 17 22 61 2c 20 62 22 2c 31 33 39 30 30 31 33 39 30 30 30 0a 63 00 00 00
04 43 00 00 00 0b 43 4f 50 59 20 32 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 1c 63 6f 70 79 20 63 75 73 74 6f 6d 65 72 20 74 6f 20 73 74 64 6f 75 74 00
<<< hex
48 00 00 00 0b 00 00 02 00 00 00 00 64 00 00 00 17 e5 bc a0 e4 bc 9f 09 31 33 38 30 30 31 33 38
30 30 30 0a 63 00 00 00 04 43 00 00 00 0b 43 4f 50 59 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "COPY customer (name, mobile) TO STDOUT WITH (FORMAT csv)"
> end complete
< begin pgsql.rows tx=1 db database=crm table=customer user=app columns=name,mobile type="text/csv; charset=utf-8"
< derived "\"name\",\"mobile\"\n张伟,13800138000\n\"a, b\",13900139000\n"
< end complete
> begin pgsql.query tx=2 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "copy customer to stdout"
> end complete
< begin pgsql.rows tx=2 db database=crm table=customer user=app type="text/tab-separated-values; charset=utf-8"
< derived "张伟\t13800138000\n"
< end complete
