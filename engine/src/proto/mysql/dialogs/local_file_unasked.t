# LOAD DATA LOCAL whose request by the server was lost.
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
40 00 00 00 03 6c 6f 61 64 20 64 61 74 61 20 6c 6f 63 61 6c 20 69 6e 66 69 6c 65 20 27 2f 74 6d
70 2f 63 75 73 74 6f 6d 65 72 73 2e 63 73 76 27 20 69 6e 74 6f 20 74 61 62 6c 65 20 63 75 73 74
6f 6d 65 72
<>< 23
>>> hex
0c 00 00 02 6e 61 6d 65 2c 6d 6f 62 69 6c 65 0a 13 00 00 03 e5 bc a0 e4 bc 9f 2c 31 33 38 30 30
31 33 38 30 30 30 0a 00 00 00 04
<<< hex
07 00 00 05 00 00 00 02 00 00 00
>>> hex
09 00 00 00 03 73 65 6c 65 63 74 20 31
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> anomaly challenge_login mysql_native_password
> end complete
> outcome tx=0 Accepted
> begin mysql.query tx=1 db database=crm table=customer user=app type="text/plain; charset=utf-8"
> derived "load data local infile \'/tmp/customers.csv\' into table customer"
> end complete
> begin mysql.file tx=1 db database=crm table=customer user=app
> derived "name,mobile\n张伟,13800138000\n"
> end complete
> begin mysql.query tx=2 db database=crm user=app type="text/plain; charset=utf-8"
> derived "select 1"
> end complete
