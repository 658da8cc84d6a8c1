# The first bytes seen are a reply's: the other side asks.
>>>
*2
$3
abc
$11
13800138000
<<<
*2
$3
GET
$5
phone
>>>
$11
13900139000
===
> begin redis.reply tx=0 db database=0 rows=2 type="text/csv"
> derived "\"\"\r\n\"abc\"\r\n\"13800138000\"\r\n"
> end complete
< begin redis.command tx=0 db database=0 table=phone
< text  Plain "GET phone"
< end complete
> begin redis.reply tx=0 db database=0 table=phone columns=phone rows=1 type="text/csv"
> derived "\"phone\"\r\n\"13900139000\"\r\n"
> end complete
