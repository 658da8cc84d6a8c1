# Octet counting (RFC 6587 3.4.1): no line ends between, text with one inside.
>>>
84 <13>1 2026-10-11T22:14:15.003Z crm-01 crm-app 77 LOGIN - name=Li phone=13800138000
68 <13>1 2026-10-11T22:14:16.003Z crm-01 crm-app - - - {"tel":"139001"}17 <34>1 - - - - - -6 <34>a\
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\napp-name: crm-app\nmsgid: LOGIN\n"
> body "name=Li phone=13800138000"
> end complete
> begin syslog.message tx=1
> text header Headers "hostname: crm-01\napp-name: crm-app\n"
> body "{\"tel\":\"139001\"}"
> end complete
> begin syslog.message tx=2
> end complete
