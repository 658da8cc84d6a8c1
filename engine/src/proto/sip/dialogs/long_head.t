# A head beyond the limit passes as it is.
@limit head_bytes 256
>>>
MESSAGE sip:bob@example.cn SIP/2.0
X: \{300*a}

SIP/2.0 200 OK
CSeq: 1 NOTIFY

===
> anomaly head_too_long head
> begin sip tx=0
> body "MESSAGE sip:bob@example.cn SIP/2.0\r\nX: a"... 343 bytes #008d14e9
> end cut
> anomaly parser_resync
> begin sip.response tx=0
> text header Headers "SIP/2.0 200 OK\r\nCSeq: 1 NOTIFY\r\n\r\n"
> end complete
