# What is no RESP passes as it is.
>>>
*1
$4
PING
this is 13800138000 not it
*1
$4
PING
<<<
+PONG
?what
+OK
===
> begin redis.command tx=0 db database=0
> text  Plain "PING"
> end complete
> begin redis.command tx=1 db database=0
> body "this is 13800138000 not it\r\n"
> end cut
> anomaly parser_resync
> begin redis.command tx=1 db database=0
> text  Plain "PING"
> end complete
< begin redis.reply tx=1 db database=0
< body "?what\r\n"
< end cut
< anomaly parser_resync
