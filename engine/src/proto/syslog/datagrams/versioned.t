>>>
<13>1 2026-10-11T22:14:15Z crm-01 crm-app 77 - [user@32473 phone="13800138000"] \xef\xbb\xbf{"tel": "13900139000"}\
>>>
<13>1 2026-10-11T22:14:15Z crm-01 crm-app 77 -\
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\napp-name: crm-app\n"
> text data Headers "sd-id: user@32473\nphone: 13800138000\n"
> body "﻿{\"tel\": \"13900139000\"}"
> end complete
> begin syslog.message tx=1
> text header Headers "hostname: crm-01\napp-name: crm-app\n"
> end complete
