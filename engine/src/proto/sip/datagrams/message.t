# A message that is sent again, its answer; what keeps a binding alive; a length that is not the datagram's; noise.
>>>
MESSAGE sip:bob@example.cn SIP/2.0
Call-ID: a
CSeq: 1 MESSAGE
Content-Type: text/plain
Content-Length: 17

phone 13800138000\
>>>
MESSAGE sip:bob@example.cn SIP/2.0
Call-ID: a
CSeq: 1 MESSAGE
Content-Type: text/plain
Content-Length: 30

phone 13800138000\
<<<
SIP/2.0 200 OK
Call-ID: a
CSeq: 1 MESSAGE

>>>

>>>
SIP/2.0 200 OK
no head ends here
>>>
\x80\x00noise\
===
> begin sip.request tx=0 type="text/plain" length=17
> text header Headers "MESSAGE sip:bob@example.cn SIP/2.0\r\nCall-ID: a\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: 17\r\n\r\n"
> body "phone 13800138000"
> end complete
> begin sip.request tx=0 type="text/plain" length=17
> anomaly length_conflict content-length
> text header Headers "MESSAGE sip:bob@example.cn SIP/2.0\r\nCall-ID: a\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: 30\r\n\r\n"
> body "phone 13800138000"
> end cut
< begin sip.response tx=0
< text header Headers "SIP/2.0 200 OK\r\nCall-ID: a\r\nCSeq: 1 MESSAGE\r\n\r\n"
< end complete
> begin sip.response tx=0
> anomaly header_malformed header line without a colon
> text header Headers "SIP/2.0 200 OK\r\nno head ends here\r\n"
> end complete
> begin sip tx=0
> body "\x80\x00noise"
> end complete
