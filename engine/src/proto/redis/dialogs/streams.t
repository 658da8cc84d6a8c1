# What is read of a stream, which stands behind options.
>>>
*9
$10
XREADGROUP
$5
GROUP
$7
billing
$2
c1
$5
COUNT
$2
10
$7
STREAMS
$6
orders
$1
>
<<<
*1
*2
$6
orders
*1
*2
$3
1-0
*2
$6
mobile
$11
13800138000
===
> begin redis.command tx=0 db database=0 table=orders
> text  Plain "XREADGROUP GROUP billing c1 COUNT 10 STREAMS orders >"
> end complete
< begin redis.reply tx=0 db database=0 table=orders columns=mobile rows=1 type="text/csv"
< derived "\"mobile\"\r\n\"13800138000\"\r\n"
< end complete
