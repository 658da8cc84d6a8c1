# A line and a counted message that are too long pass as they are.
>>>
<13>Oct  1 22:14:15 crm-01 app: \{40000*a}
40012 <13>1 - - - -\{40000*b}<13>Oct  1 22:14:15 crm-01 app: next
===
> anomaly head_too_long a line
> begin syslog.message tx=0
> body "<13>Oct  1 22:14:15 crm-01 app: aaaaaaaa"... 40033 bytes #2f61da26
> end complete
> anomaly head_too_long a counted message
> begin syslog.message tx=1
> body "<13>1 - - - -bbbbbbbbbbbbbbbbbbbbbbbbbbb"... 40012 bytes #2037d4bd
> end complete
> begin syslog.message tx=2
> body "b<13>Oct  1 22:14:15 crm-01 app: next"
> end complete
