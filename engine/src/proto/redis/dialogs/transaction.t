# Replies within EXEC are named by what was queued.
>>>
*1
$5
MULTI
*2
$3
GET
$12
mail:of:1001
*4
$5
HMGET
$2
k1
$5
phone
$5
email
*1
$4
EXEC
<<<
+OK
+QUEUED
+QUEUED
*2
$13
li@example.cn
*2
$11
13800138000
$-1
===
> begin redis.command tx=0 db database=0
> text  Plain "MULTI"
> end complete
> begin redis.command tx=1 db database=0 table=mail:of:1001
> text  Plain "GET mail:of:1001"
> end complete
> begin redis.command tx=2 db database=0 table=k1
> text  Plain "HMGET k1 phone email"
> end complete
> begin redis.command tx=3 db database=0
> text  Plain "EXEC"
> end complete
< begin redis.reply tx=3 db database=0 table=mail:of:1001 columns=mail:of:* rows=1 type="text/csv"
< derived "\"mail:of:*\"\r\n\"li@example.cn\"\r\n"
< end complete
< begin redis.reply tx=3 db database=0 table=k1 columns=phone rows=1 type="text/csv"
< derived "\"phone\"\r\n\"13800138000\"\r\n"
< end complete
