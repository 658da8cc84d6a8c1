# More requests wait than are remembered.
@limit pipeline_depth 1
>>>
OPTIONS sip:bob@example.cn SIP/2.0
CSeq: 1 OPTIONS

OPTIONS sip:bob@example.cn SIP/2.0
CSeq: 2 OPTIONS

<<<
SIP/2.0 200 OK
CSeq: 2 OPTIONS

SIP/2.0 200 OK
CSeq: 1 OPTIONS

===
> begin sip.request tx=0
> text header Headers "OPTIONS sip:bob@example.cn SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n"
> end complete
> anomaly pipeline_limit requests without a response
> begin sip.request tx=1
> text header Headers "OPTIONS sip:bob@example.cn SIP/2.0\r\nCSeq: 2 OPTIONS\r\n\r\n"
> end complete
< begin sip.response tx=1
< text header Headers "SIP/2.0 200 OK\r\nCSeq: 2 OPTIONS\r\n\r\n"
< end complete
< begin sip.response tx=1
< text header Headers "SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\n\r\n"
< end complete
