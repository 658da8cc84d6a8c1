# A long value flows through, and what stands around it is still understood.
>>>
*5
$4
MSET
$1
a
$20000
\{2000*0123456789}
$1
b
$5
short
===
> begin redis.command tx=0 db database=0 table=a
> text  Plain "MSET a"
> end complete
> begin redis.command tx=0 db database=0 table=a
> body "0123456789012345678901234567890123456789"... 20000 bytes #6cbcb110
> end complete
> begin redis.command tx=0 db database=0 table=b columns=b rows=1 type="text/csv"
> derived "\"b\"\r\n\"short\"\r\n"
> end complete
