# A password in the clear is refused; on another try it is asked for, and accepted.
<<< hex
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00
>>> hex
46 00 00 01 8d a2 af 00 00 00 00 01 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 61 70 70 00 08 68 75 6e 74 65 72 32 00 63 72 6d 00 6d 79 73 71 6c 5f 63 6c 65 61 72
5f 70 61 73 73 77 6f 72 64 00
<<< hex
1f 00 00 02 ff 15 04 23 32 38 30 30 30 41 63 63 65 73 73 20 64 65 6e 69 65 64 20 66 6f 72 20 75
73 65 72
===
> transport mysql none upgrade=not_offered
> begin mysql.login tx=0 db database=crm user=app type="text/plain; charset=utf-8"
> text user Plain "app"
> text database Plain "crm"
> credential cleartext "app":"hunter2"  95 awaits
> end complete
> outcome tx=0 Rejected
< begin mysql.error tx=0 db database=crm user=app type="text/plain; charset=utf-8"
< derived "Access denied for user"
< end complete
