# Bytes are missing in a segment, between messages, and before a header.
>>>
\x0bMSH|^~\\&|CRM|WARD|LAB|WARD|20261001||ADT^A01|M1|P|2.5\rPID|1||P1||LI^\
><> 20
>>>
13800138000\rNTE|1||13900139000\r\x1c\r\
><> 30
>>>
~\\&|CRM\rPID|1||P2||WANG^FANG|13700137000\r\x1c\r\
===
> begin hl7.message tx=0
> text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSH-9=ADT A01&"
> body_gap 20
> body "13800138000"
> text  UrlEncoded "NTE-3=13900139000&"
> end cut
> begin hl7.message tx=1
> body "~\\&|CRM"
> text  UrlEncoded "PID-5=WANG FANG&PID-6=13700137000&"
> end complete
