# Documents are handed over as such; many in one reply together.
>>>
*3
$3
SET
$5
cust1
$23
{"phone":"13800138000"}
*3
$4
MGET
$5
cust1
$5
cust2
<<<
+OK
*2
$23
{"phone":"13800138000"}
$23
{"phone":"13900139000"}
===
> begin redis.command tx=0 db database=0 table=cust1 type="application/json"
> text  Plain "SET cust1"
> derived "{\"phone\":\"13800138000\"}\n"
> end complete
> begin redis.command tx=1 db database=0 table=cust2
> text  Plain "MGET cust1 cust2"
> end complete
< begin redis.reply tx=1 db database=0 table=cust2 type="application/json"
< derived "{\"phone\":\"13800138000\"}\n{\"phone\":\"13900139000\"}\n"
< end complete
