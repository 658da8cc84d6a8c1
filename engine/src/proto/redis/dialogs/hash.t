# A hash is a record: its fields name the values, in the command and in the reply.
>>>
*6
$4
HSET
$13
customer:1001
$4
name
$6
张三
$5
phone
$11
13800138000
*2
$7
HGETALL
$13
customer:1001
<<<
:2
*4
$4
name
$6
张三
$5
phone
$11
13800138000
===
> begin redis.command tx=0 db database=0 table=customer:1001 columns=name,phone rows=1 type="text/csv"
> text  Plain "HSET customer:1001"
> derived "\"name\",\"phone\"\r\n\"张三\",\"13800138000\"\r\n"
> end complete
> begin redis.command tx=1 db database=0 table=customer:1001
> text  Plain "HGETALL customer:1001"
> end complete
< begin redis.reply tx=1 db database=0 table=customer:1001 columns=name,phone rows=1 type="text/csv"
< derived "\"name\",\"phone\"\r\n\"张三\",\"13800138000\"\r\n"
< end complete
