# A value as DUMP writes it that flows through: without its footer.
>>>
*2
$4
DUMP
$6
note:1
<<<
$20035
\0\x80\0\0\x4e\x33\{2000*0123456789}, 13800138000. Good\x0b\0\x01\x02\x03\x04\x05\x06\x07\x08
===
> begin redis.command tx=0 db database=0 table=note:1
> text  Plain "DUMP note:1"
> end complete
< begin redis.reply tx=0 db database=0 table=note:1
< derived "REDIS0011\x00\x06note:*\x80\x00\x00N3012345678901234567"... 20050 bytes #9acbc046
< end complete
