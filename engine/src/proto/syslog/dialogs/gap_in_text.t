# Bytes of a counted message are missing: its count still says where it ends.
>>>
68 <13>1 2026-10-11T22:14:16.003Z crm-01 crm-app - - - {"tel\
><> 7
>>>
01"}17 <34>1 - - - - - -\
===
> begin syslog.message tx=0
> body_gap 7
> body "01\"}"
> end complete
> begin syslog.message tx=1
> end complete
