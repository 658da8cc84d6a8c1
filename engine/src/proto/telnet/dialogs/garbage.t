# An option without an end, commands without a meaning.
>>> hex
fff1 fffa18 00 58 fffb01 fff6 41 0d00
<<<
\xff\xfa\{300*0123456789}tail 13800138000
===
> begin telnet.input tx=0
> body "A\r"
< anomaly head_too_long option
< begin telnet.output tx=0
< body "0123456789012345678901234567890123456789"... 3018 bytes #58b32299
> end complete
< end complete
