# The answer to STARTTLS is lost; TLS begins all the same.
>>>
PASS secret-1
STARTTLS
<>< 60
>>> hex
160301005a
===
> begin irc tx=0
> credential pass "":"secret-1" pass 95 awaits
> body "STARTTLS\r\n"
> transport irc none upgrade=used
> end complete
> handover
