# Values that do not fill the packet are none of the statement that waits.
<<< hex
# greeting
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
>>> hex
# login
53 00 00 01 8d a2 af 00 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 14 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 63 72 6d
00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
<<< hex
# OK
07 00 00 02 00 00 00 02 00 00 00
>>> hex
32 00 00 00 16 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 75 73 74 6f 6d 65 72 20 28 69 64 6e 6f 2c
20 6d 6f 62 69 6c 65 29 20 76 61 6c 75 65 73 20 28 3f 2c 20 3f 29 19 00 00 00 fa ff ff ff ff 80
00 fd 00 08 00 00 02 61 31 00 10 65 8d 36 03 00 00 00 00 1a 00 00 00 17 03 00 00 00 00 01 00 00
00 00 01 fd 00 0b 31 33 38 30 30 31 33 38 30 30 30
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "insert into customer (idno, mobile) values (?, ?)"
> end complete
> begin mysql.query tx=2 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived " a1 e 6 "
> end complete
> begin mysql.query tx=3 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived " 13800138000"
> end complete
