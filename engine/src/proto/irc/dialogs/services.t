# Logins at services, by message and by command, with what the service says to them.
>>>
NICK li
PRIVMSG NickServ :IDENTIFY wrong-1
<<<
:NickServ!NickServ@services.example NOTICE li :Password incorrect.
>>>
PRIVMSG NickServ@services.example :identify liwei right-2
<<<
:NickServ!NickServ@services.example NOTICE li :You are now identified for liwei.
:NickServ!NickServ@services.example NOTICE li :Your last login was from 192.0.2.7.
>>>
NS REGISTER right-3 li@example.cn
NICKSERV :INFO wang
AUTHSERV AUTH li right-4
IDENTIFY right-5
PRIVMSG NickServ :HELP
<<<
:li!li@h PRIVMSG NickServ :IDENTIFY right-6
===
> begin irc tx=0
> body "NICK li\r\n"
> end complete
> begin irc tx=0
> credential service "li":"wrong-1" service 95 awaits
> outcome tx=0 Rejected
< begin irc tx=1
< text message Headers "li: Password incorrect.\n"
> end complete
> begin irc tx=1
> text service Plain "liwei"
> credential service "liwei":"right-2" service 95 awaits
> outcome tx=1 Accepted
< text message Headers "li: You are now identified for liwei.\n"
< text message Headers "li: Your last login was from 192.0.2.7.\n"
> end complete
> begin irc tx=2
> credential service "li":"right-3" service 95 awaits
> text service Plain "li@example.cn"
> body "NICKSERV :INFO wang\r\n"
> end complete
> begin irc tx=3
> credential service "li":"right-4" service 95 awaits
> end complete
> begin irc tx=4
> credential service "li":"right-5" service 95 awaits
> text message Headers "NickServ: HELP\n"
< end complete
< begin irc tx=5
< credential service "li":"right-6" service 95 awaits
> end complete
< end complete
