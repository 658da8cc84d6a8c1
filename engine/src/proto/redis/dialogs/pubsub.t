# Subscriptions are answered by pushes, which answer nothing else.
>>>
*3
$9
SUBSCRIBE
$4
news
$5
calls
<<<
*3
$9
subscribe
$4
news
:1
*3
$9
subscribe
$5
calls
:2
*3
$7
message
$5
calls
$11
13800138000
>>>
*2
$3
GET
$4
mail
<<<
$13
li@example.cn
===
> begin redis.command tx=0 db database=0
> text  Plain "SUBSCRIBE news calls"
> end complete
< begin redis.reply tx=0 db database=0
< text  Plain "subscribe news"
< end complete
< begin redis.reply tx=0 db database=0
< text  Plain "subscribe calls"
< end complete
< begin redis.reply tx=0 db database=0 columns=calls rows=1 type="text/csv"
< text  Plain "message calls"
< derived "\"calls\"\r\n\"13800138000\"\r\n"
< end complete
> begin redis.command tx=1 db database=0 table=mail
> text  Plain "GET mail"
> end complete
< begin redis.reply tx=1 db database=0 table=mail columns=mail rows=1 type="text/csv"
< derived "\"mail\"\r\n\"li@example.cn\"\r\n"
< end complete
