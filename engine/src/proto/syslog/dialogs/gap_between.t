# More is missing than the message has: text passes until a count or a line begins.
>>>
68 <13>1 2026-10-11T22:14:16.003Z crm-01 crm-app - - - {"tel\
><> 100
>>>
rest of a message 13800138000 and 22 <34>1 - - - - - - next<13>Oct  1 22:14:15 crm-01 app: x
===
> begin syslog.message tx=0
> body "rest of a message 13800138000 and "
> end cut
> anomaly parser_resync
> begin syslog.message tx=1
> body "next"
> end complete
> begin syslog.message tx=2
> text header Headers "hostname: crm-01\n"
> body "x"
> end complete
