# A body lost bytes: its length still says where it ends.
>>>
MESSAGE sip:bob@example.cn SIP/2.0
CSeq: 1 MESSAGE
Content-Type: text/plain
Content-Length: 20

phone 1\
><> 5
>>>
8000 etcSIP/2.0 200 OK
CSeq: 1 NOTIFY

===
> begin sip.request tx=0 type="text/plain" length=20
> text header Headers "MESSAGE sip:bob@example.cn SIP/2.0\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: 20\r\n\r\n"
> body "phone 1"
> body_gap 5
> body "8000 etc"
> end complete
> begin sip.response tx=0
> text header Headers "SIP/2.0 200 OK\r\nCSeq: 1 NOTIFY\r\n\r\n"
> end complete
