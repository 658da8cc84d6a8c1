# Commands as words of a line.
>>>

PING
SET phone 13800138000
<<<
+PONG
+OK
===
> begin redis.command tx=0 db database=0
> text  Plain "PING"
> end complete
> begin redis.command tx=1 db database=0 table=phone columns=phone rows=1 type="text/csv"
> text  Plain "SET phone"
> derived "\"phone\"\r\n\"13800138000\"\r\n"
> end complete
