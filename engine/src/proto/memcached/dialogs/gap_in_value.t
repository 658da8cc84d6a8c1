# Bytes of a value are missing: its end is known all the same.
>>>
set k 0 0 30
0123456789\
><> 10
>>>
abcdefghij
get k
===
> begin memcached.command tx=0 db table=k
> body "abcdefghij"
> end complete
> begin memcached.command tx=1 db
> text  Plain "get k"
> end complete
