# The oldest version: its login, a statement, rows as text.
>>> hex
01 00 01 01 00 00 00 16 00 01 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30
<<< hex
81 00 01 03 00 00 00 31 00 2f 6f 72 67 2e 61 70 61 63 68 65 2e 63 61 73 73 61 6e 64 72 61 2e 61
75 74 68 2e 50 61 73 73 77 6f 72 64 41 75 74 68 65 6e 74 69 63 61 74 6f 72
>>> hex
01 00 01 04 00 00 00 2d 00 02 00 08 75 73 65 72 6e 61 6d 65 00 07 63 72 6d 5f 61 70 70 00 08 70
61 73 73 77 6f 72 64 00 0c 53 63 68 31 75 65 73 73 65 6c 23 37
<<< hex
81 00 01 02 00 00 00 00
>>> hex
01 00 01 07 00 00 00 37 00 00 00 31 73 65 6c 65 63 74 20 2a 20 66 72 6f 6d 20 63 75 73 74 6f 6d
65 72 20 77 68 65 72 65 20 6d 6f 62 69 6c 65 3d 27 31 33 38 30 30 31 33 38 30 30 30 27 00 01
<<< hex
81 00 01 08 00 00 00 33 00 00 00 02 00 00 00 01 00 00 00 01 00 03 63 72 6d 00 08 63 75 73 74 6f
6d 65 72 00 01 61 00 0a 00 00 00 01 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\n"
> end complete
< begin cassandra.response tx=1 db type="text/plain; charset=utf-8"
< derived "org.apache.cassandra.auth.PasswordAuthenticator"
< end complete
> begin cassandra.login tx=1 db user=crm_app type="text/plain; charset=utf-8"
> text user Plain "crm_app"
> credential credentials "crm_app":"Sch1uessel#7"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin cassandra.query tx=2 db table=customer user=crm_app type="text/plain; charset=utf-8"
> derived "select * from customer where mobile=\'13800138000\'"
> end complete
< begin cassandra.response tx=3
< derived "\u{0}\u{0}\u{0}\u{2}\u{0}\u{0}\u{0}\u{1}\u{0}\u{0}\u{0}\u{1}\u{0}\u{3}crm\u{0}\u{8}customer\u{0}\u{1}a\u{0}\n\u{0}\u{0}\u{0}\u{1}\u{0}\u{0}\u{0}\u{b}13800138000"
< end complete
