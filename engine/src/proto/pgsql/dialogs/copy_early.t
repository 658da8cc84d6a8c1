# COPY data before the server is ready for them: they are the waiting statement's, in its format.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 38 43 4f 50 59 20 63 75 73 74 20 28 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 29 20 46 52
4f 4d 20 53 54 44 49 4e 20 28 46 4f 52 4d 41 54 20 62 69 6e 61 72 79 29 00 64 00 00 00 2b 50 47
43 4f 50 59 0a ff 0d 0a 00 00 00 00 00 00 00 00 00 00 02 00 00 00 02 6c 69 00 00 00 08 00 00 00
03 36 8d 65 10
<<< hex
47 00 00 00 0b 01 00 02 00 01 00 01
>>> hex
64 00 00 00 1a 00 02 00 00 00 02 77 75 00 00 00 08 00 00 00 03 3c 83 49 f8 ff ff 63 00 00 00 04
<<< hex
43 00 00 00 0b 43 4f 50 59 20 32 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 28 43 4f 50 59 20 63 75 73 74 20 28 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 29 20 46 52
4f 4d 20 53 54 44 49 4e 00 64 00 00 00 13 6c 69 09 31 33 38 30 30 31 33 38 30 30 30 0a 63 00 00
00 04
<<< hex
47 00 00 00 0b 00 00 02 00 00 00 00 43 00 00 00 0b 43 4f 50 59 20 31 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 2c 43 4f 50 59 20 63 75 73 74 20 28 62 69 6e 61 72 79 5f 69 64 2c 20 6d 6f 62 69 6c
65 29 20 54 4f 20 53 54 44 4f 55 54 00
<<< hex
48 00 00 00 0b 00 00 02 00 00 00 00 64 00 00 00 12 37 09 31 33 37 30 30 31 33 37 30 30 30 0a 63
00 00 00 04 43 00 00 00 0b 43 4f 50 59 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=cust user=app type="text/plain; charset=utf-8"
> derived "COPY cust (name, mobile) FROM STDIN (FORMAT binary)"
> end complete
> begin pgsql.rows tx=1 db database=crm table=cust user=app columns=name,mobile type="text/csv; charset=utf-8"
> derived "\"name\",\"mobile\"\n\"li\",\"13800138000\"\n\"wu\",\"13900139000\"\n"
> db database=crm table=cust user=app columns=name,mobile rows=2
> end complete
> begin pgsql.query tx=2 db database=crm table=cust user=app type="text/plain; charset=utf-8"
> derived "COPY cust (name, mobile) FROM STDIN"
> end complete
> begin pgsql.rows tx=2 db database=crm table=cust user=app columns=name,mobile type="text/tab-separated-values; charset=utf-8"
> derived "name\tmobile\nli\t13800138000\n"
> end complete
> begin pgsql.query tx=3 db database=crm table=cust user=app type="text/plain; charset=utf-8"
> derived "COPY cust (binary_id, mobile) TO STDOUT"
> end complete
< begin pgsql.rows tx=3 db database=crm table=cust user=app columns=binary_id,mobile type="text/tab-separated-values; charset=utf-8"
< derived "binary_id\tmobile\n7\t13700137000\n"
< end complete
