# The login of the text protocol: refused, and accepted in another connection; values come after it.
>>>
set auth 0 0 20
crm_app Winter-Sun-8
<<<
CLIENT_ERROR authentication failure
>>>
set customer:1 0 0 11
13800138000
get customer:1 customer:2 mail:1
<<<
CLIENT_ERROR unauthenticated
VALUE customer:1 0 11
13800138000
VALUE customer:2 0 11
13700137000
VALUE mail:1 0 13
li@example.cn
END
===
> begin memcached.command tx=0
> text  Plain "crm_app"
> credential set "crm_app":"Winter-Sun-8"  95 awaits
> end complete
> begin memcached.command tx=0 db table=auth
> text  Plain "auth"
> end complete
> outcome tx=0 Rejected
< begin memcached.reply tx=0 db user=crm_app
< text  Plain "CLIENT_ERROR authentication failure"
< end complete
> begin memcached.command tx=1 db table=customer:1 user=crm_app columns=customer:* rows=1 type="text/csv"
> text  Plain "customer:1"
> derived "\"customer:*\"\r\n\"13800138000\"\r\n"
> end complete
> begin memcached.command tx=2 db user=crm_app
> text  Plain "get customer:1 customer:2 mail:1"
> end complete
< begin memcached.reply tx=2 db user=crm_app
< text  Plain "CLIENT_ERROR unauthenticated"
< end complete
< begin memcached.reply tx=2 db table=customer:* user=crm_app columns=customer:* rows=2 type="text/csv"
< text  Plain "customer:1 customer:2"
< derived "\"customer:*\"\r\n\"13800138000\"\r\n\"13700137000\"\r\n"
< end complete
< begin memcached.reply tx=2 db table=mail:1 user=crm_app columns=mail:* rows=1 type="text/csv"
< text  Plain "mail:1"
< derived "\"mail:*\"\r\n\"li@example.cn\"\r\n"
< end complete
