# A call over TCP: requests of both sides, provisional and final responses, bodies, an empty line that keeps alive.
>>>
INVITE sip:13800138000@example.cn SIP/2.0
To: <sip:13800138000@example.cn>
Call-ID: 1@10.20.0.5
CSeq: 1 INVITE
Content-Type: application/sdp
Content-Length: 5

v=0
<<<
SIP/2.0 180 Ringing
Call-ID: 1@10.20.0.5
CSeq: 1 INVITE
Content-Length: 0

SIP/2.0 200 OK
Call-ID: 1@10.20.0.5
CSeq: 1 INVITE
c: text/plain
e: gzip
l: 2

x
>>>

ACK sip:13800138000@example.cn SIP/2.0
Call-ID: 1@10.20.0.5
CSeq: 1 ACK
Content-Length: 0

<<<
BYE sip:alice@10.20.0.5 SIP/2.0
i: 1@10.20.0.5
CSeq: 9 BYE

>>>
SIP/2.0 200 OK
i: 1@10.20.0.5
CSeq: 9 BYE

===
> begin sip.request tx=0 type="application/sdp" length=5
> text header Headers "INVITE sip:13800138000@example.cn SIP/2.0\r\nTo: <sip:13800138000@example.cn>\r\nCall-ID: 1@10.20.0.5\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\n"
> body "v=0\r\n"
> end complete
< begin sip.response tx=0
< text header Headers "SIP/2.0 180 Ringing\r\nCall-ID: 1@10.20.0.5\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
< end complete
< begin sip.response tx=0 type="text/plain" codings=[Gzip] length=2
< text header Headers "SIP/2.0 200 OK\r\nCall-ID: 1@10.20.0.5\r\nCSeq: 1 INVITE\r\nc: text/plain\r\ne: gzip\r\nl: 2\r\n\r\n"
< body "x\r"
< end complete
> begin sip.request tx=1
> text header Headers "ACK sip:13800138000@example.cn SIP/2.0\r\nCall-ID: 1@10.20.0.5\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n"
> end complete
< begin sip.request tx=2
< text header Headers "BYE sip:alice@10.20.0.5 SIP/2.0\r\ni: 1@10.20.0.5\r\nCSeq: 9 BYE\r\n\r\n"
< end complete
> begin sip.response tx=2
> text header Headers "SIP/2.0 200 OK\r\ni: 1@10.20.0.5\r\nCSeq: 9 BYE\r\n\r\n"
> end complete
