# The rest of a line passes until its end.
>>>
<13>Oct  1 22:14:15 crm-01 app: phone 138
><> 9
>>>
8000 and so on
<13>Oct  1 22:14:16 crm-01 app: next
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\n"
> body "phone 138"
> end complete
> begin syslog.message tx=1
> body "8000 and so on\r\n"
> end cut
> anomaly parser_resync
> begin syslog.message tx=2
> text header Headers "hostname: crm-01\n"
> body "next"
> end complete
