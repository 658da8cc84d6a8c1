# Values stand under the name of their key, several of one reply together.
>>>
set phone:1001 0 0 11
13800138000
set doc:1 0 0 23 noreply
{"phone":"13900139000"}
get phone:1001 phone:1002 doc:1
<<<
STORED
VALUE phone:1001 0 11
13800138000
VALUE phone:1002 0 11 77
13700137000
VALUE doc:1 0 23
{"phone":"13900139000"}
END
===
> begin memcached.command tx=0 db table=phone:1001 columns=phone:* rows=1 type="text/csv"
> text  Plain "phone:1001"
> derived "\"phone:*\"\r\n\"13800138000\"\r\n"
> end complete
> begin memcached.command tx=1 db table=doc:1 type="application/json"
> text  Plain "doc:1"
> derived "{\"phone\":\"13900139000\"}\n"
> end complete
> begin memcached.command tx=2 db
> text  Plain "get phone:1001 phone:1002 doc:1"
> end complete
< begin memcached.reply tx=2 db table=phone:* columns=phone:* rows=2 type="text/csv"
< text  Plain "phone:1001 phone:1002"
< derived "\"phone:*\"\r\n\"13800138000\"\r\n\"13700137000\"\r\n"
< end complete
< begin memcached.reply tx=2 db table=doc:1 type="application/json"
< text  Plain "doc:1"
< derived "{\"phone\":\"13900139000\"}\n"
< end complete
