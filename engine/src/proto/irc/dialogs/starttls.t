# STARTTLS is offered and used.
>>>
CAP LS
<<<
:irc.example CAP * LS :tls multi-prefix
>>>
STARTTLS
<<<
:irc.example 670 * :STARTTLS successful, proceed with TLS handshake
>>> hex
160301005a
===
> begin irc tx=0
> body "CAP LS\r\n"
> transport irc none upgrade=offered_unused
< begin irc tx=0
< body "CAP * LS :tls multi-prefix\r\n670 * :STARTTLS successful, proceed with TLS handshake\r\n"
> body "STARTTLS\r\n"
> transport irc none upgrade=used
> end complete
< end complete
< handover
