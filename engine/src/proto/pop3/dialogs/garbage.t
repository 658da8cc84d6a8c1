# A line too long, bytes that are no lines.
@limit head_bytes 64
>>>
USER x
\x00\xff
PASS \{100*A}
<<<
+OK \{100*A}
strange
===
> begin pop3.command tx=0
> body "USER x\r\n\x00\xff\r\n"
> anomaly head_too_long a line
> body "PASS AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
< anomaly head_too_long a line
< begin pop3.reply tx=0
< body "+OK AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nstrange\r\n"
> end complete
< end complete
