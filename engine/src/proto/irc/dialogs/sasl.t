# PLAIN accepted and rejected, in pieces of 400 bytes; a challenge response; what is not base64; an exchange given up.
>>>
CAP REQ :sasl
AUTHENTICATE PLAIN
<<<
:irc.example CAP * ACK :sasl
AUTHENTICATE +
>>>
AUTHENTICATE bGkAbGkAQXV0dW1uLVJhaW4tNw==
<<<
:irc.example 900 li li!li@h li :You are now logged in as li
:irc.example 903 li :SASL authentication successful
>>>
AUTHENTICATE PLAIN
AUTHENTICATE bGkAbGkA\{392*A}
AUTHENTICATE QUE=
<<<
:irc.example 904 li :SASL authentication failed
>>>
AUTHENTICATE SCRAM-SHA-256
AUTHENTICATE biwsbj13YW5nLHI9cnV2cQ==
<<<
AUTHENTICATE cj1ydXZx
:irc.example 906 li :SASL authentication aborted
>>>
AUTHENTICATE PLAIN
AUTHENTICATE ***
AUTHENTICATE PLAIN
AUTHENTICATE *
===
> begin irc tx=0
> body "CAP REQ :sasl\r\nAUTHENTICATE PLAIN\r\n"
< begin irc tx=0
< body "CAP * ACK :sasl\r\nAUTHENTICATE +\r\n900 li "... 217 bytes #c34c438a
> end complete
> begin irc tx=0
> credential plain "li":"Autumn-Rain-7" sasl 95 awaits
> outcome tx=0 Accepted
> body "AUTHENTICATE PLAIN\r\n"
> end complete
> begin irc tx=1
> credential plain "li":"\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}"... 296 bytes #00000820 sasl 95 awaits
> outcome tx=1 Rejected
> anomaly challenge_login scram
> body "AUTHENTICATE SCRAM-SHA-256\r\n"
> text sasl Plain "n,,n=wang,r=ruvq"
> body "AUTHENTICATE PLAIN\r\n"
> anomaly header_malformed a login's response is not base64
> body "AUTHENTICATE PLAIN\r\nAUTHENTICATE *\r\n"
> end complete
< end complete
