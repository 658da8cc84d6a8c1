# The gap is within a line that was begun.
>>>
<13>Oct  1 22:14:15 crm-01 app: phone 138\
><> 9
>>>
8000 and so on 12 <b>
<13>Oct  1 22:14:16 crm-01 app: next
===
> begin syslog.message tx=0
> body "8000 and so on 12 <b>\r\n"
> end cut
> anomaly parser_resync
> begin syslog.message tx=1
> text header Headers "hostname: crm-01\n"
> body "next"
> end complete
