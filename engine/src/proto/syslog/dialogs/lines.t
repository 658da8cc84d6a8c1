# Line ends (RFC 6587 3.4.2), a zero as one, a line without a priority, empty lines.
>>>
<13>Oct  1 22:14:15 crm-01 crm-app[77]: phone 13800138000
	at com.example.Crm.load(Crm.java:12)

<13>Oct 11 22:14:15 crm-01 CEF:0|Acme|Crm|1|100|login|5|suser=li msg=ok\0<14>text only
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\napp-name: crm-app\n"
> body "phone 13800138000"
> end complete
> begin syslog.message tx=1
> body "\tat com.example.Crm.load(Crm.java:12)"
> end complete
> begin syslog.message tx=2
> text header Headers "hostname: crm-01\n"
> body "CEF:0|Acme|Crm|1|100|login|5|suser=li msg=ok"
> end complete
> begin syslog.message tx=3
> body "text only"
> end complete
