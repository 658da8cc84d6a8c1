# A segment beyond the limit passes as it is; the next one is read. A block without an end.
@limit head_bytes 256
>>>
\x0bMSH|^~\\&|CRM|WARD|LAB|WARD|20261001||ADT^A01|M1|P|2.5\r\
OBX|1|TX|\{300*x} 13800138000\r\
NTE|1||13900139000\r\
\x0bMSH|^~\\&|CRM|WARD|LAB|WARD|20261001||ADT^A01|M2|P|2.5\r\
NTE|1||13700137000\r\
\x0b\x06\x1c\r\
===
> anomaly head_too_long a segment
> begin hl7.message tx=0
> body "OBX|1|TX|xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 321 bytes #9465a0a6
> text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSH-9=ADT A01&NTE-3=13900139000&"
> end cut
> begin hl7.message tx=1
> text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSH-9=ADT A01&NTE-3=13700137000&"
> end cut
> begin hl7.message tx=2
> body "\u{6}"
> end complete
