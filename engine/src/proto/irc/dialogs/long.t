# A line that is longer than the limit is text as it is, whatever stands in it.
@limit head_bytes 256
>>>
PRIVMSG #crm :\{300*x} 13800138000
PRIVMSG #crm :13900139000
===
> anomaly head_too_long a line
> begin irc tx=0
> body "PRIVMSG #crm :xxxxxxxxxxxxxxxxxxxxxxxxxx"... 328 bytes #6e06e9f0
> text message Headers "#crm: 13900139000\n"
> end complete
