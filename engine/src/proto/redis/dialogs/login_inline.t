# A login as words of a line.
>>>
AUTH app Winter-Sun-8
PING
<<<
+OK
+PONG
===
> begin redis.command tx=0 db database=0
> text  Plain "AUTH app"
> credential auth "app":"Winter-Sun-8"  95 awaits
> end complete
> begin redis.command tx=1 db database=0 user=app
> text  Plain "PING"
> end complete
> outcome tx=0 Accepted
