# Structured data with escapes and two elements; the id of an element is told too.
>>>
<165>1 2026-10-11T22:14:15Z crm-01 app - ID47 [user@32473 phone="13800138000" note="a \\"b\\" \\] \\\\ c"][x@1 y="z"] text
<165>1 2026-10-11T22:14:15Z crm-01 app - ID47 [broken y=z] text
<165>1 2026-10-11T22:14:15Z crm-01 app - ID47 [never y="z text
===
> begin syslog.message tx=0
> text header Headers "hostname: crm-01\nmsgid: ID47\n"
> text data Headers "sd-id: user@32473\nphone: 13800138000\nnote: a \"b\" ] \\ c\nsd-id: x@1\ny: z\n"
> body "text"
> end complete
> begin syslog.message tx=1
> text header Headers "hostname: crm-01\nmsgid: ID47\n"
> anomaly header_malformed structured data
> text data Plain "[broken y=z]"
> text data Headers "sd-id: broken\n"
> body "text"
> end complete
> begin syslog.message tx=2
> text header Headers "hostname: crm-01\nmsgid: ID47\n"
> body "[never y=\"z text"
> end complete
