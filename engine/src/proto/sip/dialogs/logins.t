# Basic (RFC 2543) with outcome, a password in an address, Digest without a readable secret.
>>>
REGISTER sip:example.cn SIP/2.0
Call-ID: a
CSeq: 1 REGISTER
Authorization: Basic YWxpY2U6cGFzc3dvcmQx
Contact: <sip:alice@10.20.0.5>

REGISTER sip:example.cn SIP/2.0
Call-ID: a
CSeq: 2 REGISTER
Proxy-Authorization: Digest username="alice",
 realm="example.cn", response="0123456789abcdef"

REGISTER sip:alice:s3cret@example.cn SIP/2.0
Call-ID: a
CSeq: 3 REGISTER

<<<
SIP/2.0 403 Forbidden
Call-ID: a
CSeq: 1 REGISTER

SIP/2.0 200 OK
Call-ID: a
CSeq: 3 REGISTER

===
> begin sip.request tx=0
> text header Headers "REGISTER sip:example.cn SIP/2.0\r\nCall-ID: a\r\nCSeq: 1 REGISTER\r\n"
> text header:authorization Plain "alice"
> credential basic "alice":"password1" header:authorization 95 awaits
> text header Headers "Contact: <sip:alice@10.20.0.5>\r\n\r\n"
> end complete
> begin sip.request tx=1
> text header Headers "REGISTER sip:example.cn SIP/2.0\r\nCall-ID: a\r\nCSeq: 2 REGISTER\r\n"
> anomaly challenge_login digest
> text header:proxy-authorization Plain "username=\"alice\",\r\n realm=\"example.cn\", response=\"0123456789abcdef\""
> end complete
> begin sip.request tx=2
> credential basic "alice":"s3cret" uri 90 awaits
> text header Headers "REGISTER sip:alice:s3cret@example.cn SIP/2.0\r\nCall-ID: a\r\nCSeq: 3 REGISTER\r\n\r\n"
> end complete
> outcome tx=0 Rejected
< begin sip.response tx=0
< text header Headers "SIP/2.0 403 Forbidden\r\nCall-ID: a\r\nCSeq: 1 REGISTER\r\n\r\n"
< end complete
> outcome tx=2 Accepted
< begin sip.response tx=2
< text header Headers "SIP/2.0 200 OK\r\nCall-ID: a\r\nCSeq: 3 REGISTER\r\n\r\n"
< end complete
