# Two patients, one acknowledged; escapes, repetitions, a line that is no segment.
>>>
\x0bMSH|^~\\&|CRM|WARD|LAB|WARD|20261001||ADT^A01|M1|P|2.5\r\
PID|1||P1^^^CRM||LI^WEI||19800101|F|||1 Main St.^^Town||13800138000^PRN~13900139000\r\
NTE|1||a \\F\\ b \\.br\\ c\r\
\x1c\r\
\x0bMSH|^~\\&|CRM|WARD|LAB|WARD|20261001||ADT^A01|M2|P|2.5\r
PID|1||P2^^^CRM||WANG^FANG
free text 13700137000
\x1c\r\
<<<
\x0bMSH|^~\\&|LAB|WARD|CRM|WARD|20261001||ACK|A1|P|2.5\rMSA|AA|M1|thanks\r\x1c\r\
\x0bMSH|^~\\&|LAB|WARD|CRM|WARD|20261001||ACK|A2|P|2.5\rMSA|AE|M9|unknown\r\x1c\r\
===
> begin hl7.message tx=0
> text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSH-9=ADT A01&PID-3=P1   CRM&PID-5=LI WEI&PID-7=19800101&PID-11=1 Main St.  Town&PID-13=13800138000 PRN; 13900139000&NTE-3=a | b   c&"
> end complete
> begin hl7.message tx=1
> body "free text 13700137000"
> text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSH-9=ADT A01&PID-3=P2   CRM&PID-5=WANG FANG&"
> end complete
< begin hl7.message tx=0
< text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSA-3=thanks&"
< end complete
< begin hl7.message tx=3
< text  UrlEncoded "MSH-4=WARD&MSH-6=WARD&MSH-7=20261001&MSA-3=unknown&"
< end complete
