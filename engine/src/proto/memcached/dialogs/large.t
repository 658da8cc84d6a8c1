# A long value flows through.
>>>
set big 0 0 20000
\{2000*0123456789}
set small 0 0 5
short
===
> begin memcached.command tx=0 db table=big
> body "0123456789012345678901234567890123456789"... 20000 bytes #6cbcb110
> end complete
> begin memcached.command tx=1 db table=small columns=small rows=1 type="text/csv"
> text  Plain "small"
> derived "\"small\"\r\n\"short\"\r\n"
> end complete
