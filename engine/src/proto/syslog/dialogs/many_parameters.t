# More parameters than are told one by one: the data is text.
>>>
<13>1 - crm-01 - - - [a@1\{300* b="c"}] text
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\n"
> anomaly parts_limit structured data
> text data Plain "[a@1 b=\"c\" b=\"c\" b=\"c\" b=\"c\" b=\"c\" b=\"c\""... 1805 bytes #4cd293de
> text data Headers "sd-id: a@1\nb: c\nb: c\nb: c\nb: c\nb: c\nb: c"... 646 bytes #00c8ba1a
> body "text"
> end complete
