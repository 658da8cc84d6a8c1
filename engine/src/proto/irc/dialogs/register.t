# A password whose user comes later; capabilities without STARTTLS; a wrong operator's login and a right one.
>>>
CAP LS 302
PASS Autumn-Rain-7
NICK li
USER liwei 0 * :Li Wei 13800138000
<<<
:irc.example NOTICE * :*** Looking up your hostname...
:irc.example CAP * LS * :multi-prefix server-time
:irc.example CAP * LS :sasl=PLAIN
:irc.example 001 li :Welcome li!liwei@192.0.2.7
>>>
OPER admin wrong-1
OPER admin right-2
<<<
:irc.example 491 li :Invalid oper credentials
:irc.example 381 li :You are now an IRC operator
===
> begin irc tx=0
> body "CAP LS 302\r\nNICK li\r\n"
> end complete
> begin irc tx=0
> text pass Plain "liwei"
> credential pass "liwei":"Autumn-Rain-7" pass 95 awaits
> body "USER liwei 0 * :Li Wei 13800138000\r\n"
< begin irc tx=1
< text message Headers "*: *** Looking up your hostname...\n"
< body "CAP * LS * :multi-prefix server-time\r\nCAP * LS :sasl=PLAIN\r\n001 li :Welcome li!liwei@192.0.2.7\r\n491 li :Invalid oper credentials\r\n381 li :You are now an IRC operator\r\n"
> transport irc none upgrade=not_offered
> outcome tx=0 Accepted
> end complete
> begin irc tx=1
> text oper Plain "admin"
> credential oper "admin":"wrong-1" oper 95 awaits
> end complete
> begin irc tx=2
> text oper Plain "admin"
> credential oper "admin":"right-2" oper 95 awaits
> outcome tx=1 Rejected
> outcome tx=2 Accepted
> end complete
< end complete
