# What is no syslog is text, and the next line is read again.
>>>
<13>Oct  1 22:14:15 crm-01 app: first
\x00\xff\x80 nothing
99999999 <13>no count
<999>no priority
<13>Oct  1 22:14:15 crm-01 app: next
<<<
an answer that no server gives
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\n"
> body "first"
> end complete
> begin syslog.message tx=1
> body "\xff\x80 nothing"
> end complete
> begin syslog.message tx=2
> body "99999999 <13>no count"
> end complete
> begin syslog.message tx=3
> body "<999>no priority"
> end complete
> begin syslog.message tx=4
> text header Headers "hostname: crm-01\n"
> body "next"
> end complete
< begin syslog.message tx=5
< body "an answer that no server gives"
< end complete
