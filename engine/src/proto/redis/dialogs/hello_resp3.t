# RESP3: login in HELLO, a map, an attribute before its value, a push that answers nothing, all simple types.
>>>
*5
$5
HELLO
$1
3
$4
AUTH
$7
default
$4
pass
*2
$7
HGETALL
$2
k1
*2
$3
GET
$6
name:7
<<<
%1
$6
server
$5
redis
>3
$7
message
$4
news
$19
call 13800138000 ok
|1
+ttl
:12345678
%3
$5
phone
$11
13900139000
$3
vip
#t
$4
debt
,1234.5
_
===
> begin redis.command tx=0 db database=0
> text  Plain "HELLO 3 AUTH default"
> credential hello "default":"pass"  95 awaits
> end complete
> begin redis.command tx=1 db database=0 table=k1 user=default
> text  Plain "HGETALL k1"
> end complete
> begin redis.command tx=2 db database=0 table=name:7 user=default
> text  Plain "GET name:7"
> end complete
< begin redis.reply tx=0 db database=0 user=default columns=server rows=1 type="text/csv"
< derived "\"server\"\r\n\"redis\"\r\n"
< end complete
> outcome tx=0 Accepted
< begin redis.reply tx=2 db database=0 user=default columns=news rows=1 type="text/csv"
< text  Plain "message news"
< derived "\"news\"\r\n\"call 13800138000 ok\"\r\n"
< end complete
< begin redis.reply tx=1 db database=0 table=k1 user=default columns=ttl,phone,debt rows=1 type="text/csv"
< derived "\"ttl\",\"phone\",\"debt\"\r\n\"12345678\",\"13900139000\",\"1234.5\"\r\n"
< end complete
