# Only the client is seen.
>>> hex
53 00 00 01 8d a2 af 00 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 14 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 63 72 6d
00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00 17 00 00 00 03 73 65 6c 65
63 74 20 31 20 66 72 6f 6d 20 63 75 73 74 6f 6d 65 72 09 00 00 00 16 73 65 6c 65 63 74 20 3f 25
00 00 00 03 69 6e 73 65 72 74 20 69 6e 74 6f 20 74 20 76 61 6c 75 65 73 20 28 27 31 33 38 30 30
31 33 38 30 30 30 27 29
===
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> begin mysql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "select 1 from customer"
> end complete
> begin mysql.query tx=2 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select ?"
> end complete
> begin mysql.query tx=3 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "insert into t values (\'13800138000\')"
> end complete
