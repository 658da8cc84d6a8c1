# Meta commands with flags, hits and misses; keys in replies.
>>>
ms phone 11 T0 F1
13800138000
mg phone t f v k
mg none v
md phone q
ma hits N60 J1 D1
mn
<<<
HD
VA 11 t-1 f1 kphone
13800138000
EN
VA 1 
1
MN
===
> begin memcached.command tx=0 db table=phone columns=phone rows=1 type="text/csv"
> text  Plain "phone"
> derived "\"phone\"\r\n\"13800138000\"\r\n"
> end complete
> begin memcached.command tx=1 db
> text  Plain "mg phone t f v k"
> end complete
> begin memcached.command tx=2 db
> text  Plain "mg none v"
> end complete
> begin memcached.command tx=3 db
> text  Plain "md phone q"
> end complete
> begin memcached.command tx=4 db
> text  Plain "ma hits N60 J1 D1"
> end complete
< begin memcached.reply tx=5 db table=phone columns=phone rows=1 type="text/csv"
< text  Plain "phone"
< derived "\"phone\"\r\n\"13800138000\"\r\n"
< end complete
