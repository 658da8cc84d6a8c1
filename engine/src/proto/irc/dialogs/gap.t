# The line behind a gap is text as it is, a password or not; the next one is read.
>>>
PASS secret-1
NICK li
USER li 0 \
><> 20
>>>
: name
PASS half
OPER a right-2
<<<
:irc.example 001 li :Wel\
<>< 30
<<<
 13800138000
:irc.example 381 li :You are now an IRC operator
===
> begin irc tx=0
> body "NICK li\r\n"
> end complete
> begin irc tx=0
> credential pass "li":"secret-1" pass 95 awaits
> body_gap 20
> body ": name\r\n"
> end complete
> begin irc tx=1
> credential pass "li":"half" pass 95 awaits
> end complete
> begin irc tx=2
> credential oper "a":"right-2" oper 95 awaits
< begin irc tx=3
< body " 13800138000\r\n381 li :You are now an IRC operator\r\n"
> outcome tx=2 Accepted
> end complete
< end complete
