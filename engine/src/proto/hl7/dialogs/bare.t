# No MLLP: a header begins the next message; a batch; no end at all.
>>>
BHS|^~\\&|CRM|SENDER
MSH|^~\\&|CRM|WARD|LAB|WARD|20261001||ADT^A01|M1|P|2.5
PID|1||P1||LI^WEI|||||||||13800138000
MSH|^~\\&|CRM|WARD|LAB|WARD|20261001||ADT^A01|M2|P|2.5
PID|1||P2||WANG^FANG|||||||||13900139000
===
> begin hl7.message tx=0
> text  UrlEncoded "BHS-4=SENDER&"
> end complete
> begin hl7.message tx=1
> text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSH-9=ADT A01&PID-5=LI WEI&PID-14=13800138000&"
> end complete
> begin hl7.message tx=2
> text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSH-9=ADT A01&PID-5=WANG FANG&PID-14=13900139000&"
> end complete
