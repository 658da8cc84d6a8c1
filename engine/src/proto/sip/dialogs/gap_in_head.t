# A head lost bytes: text passes until a start line.
>>>
MESSAGE sip:bob@example.cn SIP/2.0
CSeq: 1
><> 50
>>>
To: <sip:13800138000@example.cn>

hello
SIP/2.0 200 OK
CSeq: 1 NOTIFY

===
> begin sip tx=0
> body "To: <sip:13800138000@example.cn>\r\n\r\nhello\r\n"
> end cut
> anomaly parser_resync
> begin sip.response tx=0
> text header Headers "SIP/2.0 200 OK\r\nCSeq: 1 NOTIFY\r\n\r\n"
> end complete
