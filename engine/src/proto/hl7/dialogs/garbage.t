# A header without separators, bytes that are no text, other separators.
>>>
MSH|^~\\&|CRM|A
MSHabc
\x00\x01\xff 13800138000
MSH$%~?!$CRM$WARD$$$$$ADT$M1
PID$1$$P1$$LI%WEI ?F? 13900139000
===
> begin hl7.message tx=0
> body "MSHabc\x00\x01\xff 13800138000"
> end complete
> begin hl7.message tx=1
> text  UrlEncoded "MSH-4=WARD&PID-5=LI WEI $ 13900139000&"
> end complete
