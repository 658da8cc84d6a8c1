# What is no line of memcached passes as it is.
>>>
get a
hello there 13800138000
get b
<<<
END
?
VALUE b 0 5
short
END
===
> begin memcached.command tx=0 db
> text  Plain "get a"
> end complete
> begin memcached.command tx=0 db
> body "hello there 13800138000\r\n"
> end cut
> anomaly parser_resync
> begin memcached.command tx=1 db
> text  Plain "get b"
> end complete
< begin memcached.command tx=0 db
< body "?\r\n"
< end cut
< anomaly parser_resync
< begin memcached.reply tx=1 db table=b columns=b rows=1 type="text/csv"
< derived "\"b\"\r\n\"short\"\r\n"
< end complete
