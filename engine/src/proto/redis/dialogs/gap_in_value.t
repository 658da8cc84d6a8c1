# Bytes of a value are missing: its end is known all the same.
>>>
*3
$3
SET
$1
k
$30
0123456789\
><> 10
>>>
abcdefghij
*2
$3
GET
$1
k
===
> begin redis.command tx=0 db database=0 table=k
> text  Plain "SET k"
> end complete
> begin redis.command tx=0 db database=0 table=k
> body "abcdefghij"
> end complete
> begin redis.command tx=1 db database=0 table=k
> text  Plain "GET k"
> end complete
