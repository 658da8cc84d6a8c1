# The stream ends in a message.
>>>
<13>Oct  1 22:14:15 crm-01 app: first
99 <13>1 2026-10-11T22:14:16.003Z crm-01 crm-app - - - {"tel\
>>|
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\n"
> body "first"
> end complete
