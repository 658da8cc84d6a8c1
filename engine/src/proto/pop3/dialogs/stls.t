# Agreed upon: another protocol begins.
<<<
+OK ready
>>>
CAPA
<<<
+OK Capabilities follow.
TOP
STLS
.
>>>
STLS
<<<
+OK Ready to start TLS
>>> hex
16 03 01 00 05 01 00 00 01 00
===
< begin pop3.reply tx=0
< body "+OK ready\r\n+OK Capabilities follow.\r\nTOP\r\nSTLS\r\n.\r\n+OK Ready to start TLS\r\n"
> begin pop3.command tx=0
> body "CAPA\r\n"
> transport pop3 none upgrade=offered_unused
> body "STLS\r\n"
> transport pop3 none upgrade=used
> end complete
< end complete
< handover
