# The place is lost: bytes pass as they are until a command begins; the reply is paired again.
>>>
*3
$3
S\
><> 40
>>>
tail of something
*2
$3
GET
$5
phone
<<<
$11
13800138000
===
> begin redis.reply tx=0 db database=0
> body "tail of something\r\n"
> end cut
> anomaly parser_resync
> begin redis.command tx=0 db database=0 table=phone
> text  Plain "GET phone"
> end complete
< begin redis.reply tx=0 db database=0 table=phone columns=phone rows=1 type="text/csv"
< derived "\"phone\"\r\n\"13800138000\"\r\n"
< end complete
