>>>
<13>Oct  1 22:14:15 crm-01 crm-app[77]: phone=13800138000\
>>>
<13>no time phone=13800138000\
>>>
no priority\0\
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\napp-name: crm-app\n"
> body "phone=13800138000"
> end complete
> begin syslog.message tx=1
> body "no time phone=13800138000"
> end complete
> begin syslog.message tx=2
> body "no priority"
> end complete
