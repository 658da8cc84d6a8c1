# A password in the clear, refused.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
52 00 00 00 08 00 00 00 03
>>> hex
70 00 00 00 0c 68 75 6e 74 65 72 32 00
<<< hex
45 00 00 00 42 53 46 41 54 41 4c 00 43 32 38 50 30 31 00 4d 70 61 73 73 77 6f 72 64 20 61 75 74
68 65 6e 74 69 63 61 74 69 6f 6e 20 66 61 69 6c 65 64 20 66 6f 72 20 75 73 65 72 20 22 61 70 70
22 00 00
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> credential cleartext "app":"hunter2"  95 awaits
> end complete
> outcome tx=0 Rejected
< begin pgsql.error tx=0 db database=crm user=app type="text/plain"
< derived "password authentication failed for user \"app\"\n"
< end complete
