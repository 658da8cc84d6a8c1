# Binary: a set, a get whose answer has no key, one whose answer has it.
>>> hex
80 01 0005 08 00 0000 00000018 00000001 0000000000000000 00000000 00000000 70686f6e65 3133383030313338303030
80 00 0005 00 00 0000 00000005 00000002 0000000000000000 70686f6e65
80 0c 0005 00 00 0000 00000005 00000003 0000000000000000 70686f6e65
<<< hex
81 01 0000 00 00 0000 00000000 00000001 0000000000000001
81 00 0000 04 00 0000 0000000f 00000002 0000000000000001 00000000 3133383030313338303030
81 0c 0005 04 00 0000 00000014 00000003 0000000000000001 00000000 70686f6e65 3133383030313338303030
===
> begin memcached.command tx=0 db table=phone columns=phone rows=1 type="text/csv"
> text  Plain "phone"
> derived "\"phone\"\r\n\"13800138000\"\r\n"
> end complete
> begin memcached.command tx=1 db table=phone
> text  Plain "phone"
> end complete
> begin memcached.command tx=2 db table=phone
> text  Plain "phone"
> end complete
< begin memcached.reply tx=2 db table=phone columns=phone rows=1 type="text/csv"
< derived "\"phone\"\r\n\"13800138000\"\r\n"
< end complete
< begin memcached.reply tx=2 db table=phone columns=phone rows=1 type="text/csv"
< text  Plain "phone"
< derived "\"phone\"\r\n\"13800138000\"\r\n"
< end complete
