# Two servers: a password, and messages that they pass on.
>>>
PASS link-secret-1 0210-IRC+ ngIRCd|26:CHLMSX
SERVER one.example 1 :first
<<<
PASS link-secret-2 0210-IRC+ ngIRCd|26:CHLMSX
SERVER two.example 1 :second
>>>
:li PRIVMSG #crm :13800138000
<<<
:wang PRIVMSG #crm :13900139000
===
> begin irc tx=0
> credential pass "":"link-secret-1" pass 95 awaits
> body "SERVER one.example 1 :first\r\n"
< begin irc tx=1
< credential pass "":"link-secret-2" pass 95 awaits
< body "SERVER two.example 1 :second\r\n"
> text message Headers "#crm: 13800138000\n"
< text message Headers "#crm: 13900139000\n"
> end complete
< end complete
