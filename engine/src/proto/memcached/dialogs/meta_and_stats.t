# Meta commands, and names with values in lines.
>>>
ms mail 13 T0
li@example.cn
mg mail v k
stats
<<<
HD
VA 13 kmail
li@example.cn
STAT pid 1234
STAT contact ops@example.cn
END
===
> begin memcached.command tx=0 db table=mail columns=mail rows=1 type="text/csv"
> text  Plain "mail"
> derived "\"mail\"\r\n\"li@example.cn\"\r\n"
> end complete
> begin memcached.command tx=1 db
> text  Plain "mg mail v k"
> end complete
> begin memcached.command tx=2 db
> text  Plain "stats"
> end complete
< begin memcached.reply tx=2 db columns=mail,pid,contact rows=1 type="text/csv"
< text  Plain "mail"
< derived "\"mail\",\"pid\",\"contact\"\r\n\"li@example.cn\",\"1234\",\"ops@example.cn\"\r\n"
< end complete
