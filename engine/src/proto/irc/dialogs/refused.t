# A password without a user, refused by an error; one that the number of OPER refuses; one that nobody answers.
>>>
PASS first-1
NICK li
<<<
ERROR :Closing Link: 192.0.2.7 (Bad Password)
>>>
PASS second-2
NICK li
USER li 0 * :Li
<<<
:irc.example 464 li :Password incorrect
>>>
PASS third-3
===
> begin irc tx=0
> body "NICK li\r\n"
> end complete
> begin irc tx=0
> credential pass "li":"first-1" pass 95 awaits
> outcome tx=0 Rejected
< begin irc tx=1
< body "ERROR :Closing Link: 192.0.2.7 (Bad Password)\r\n464 li :Password incorrect\r\n"
> body "NICK li\r\n"
> end complete
> begin irc tx=1
> credential pass "li":"second-2" pass 95 awaits
> body "USER li 0 * :Li\r\n"
> outcome tx=1 Rejected
> end complete
> begin irc tx=2
> credential pass "li":"third-3" pass 95 awaits
> end complete
< end complete
