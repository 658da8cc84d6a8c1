# What wants no reply has none: the next one says nothing of it.
>>>
set auth 0 0 20 noreply
crm_app Winter-Sun-8
get customer:1
<<<
END
===
> begin memcached.command tx=0
> text  Plain "crm_app"
> credential set "crm_app":"Winter-Sun-8"  95 awaits
> end complete
> begin memcached.command tx=0 db table=auth
> text  Plain "auth"
> end complete
> begin memcached.command tx=1 db user=crm_app
> text  Plain "get customer:1"
> end complete
