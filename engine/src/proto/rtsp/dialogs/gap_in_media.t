# Media lost bytes, then a head did.
<<<
RTSP/1.0 200 OK
CSeq: 2

$\0\0\x20abcdef\
<>< 10
<<<
0123456789abcdefRTSP/1.0 200 OK
CSeq: 3
<>< 10
<<<
x
RTSP/1.0 200 OK
CSeq: 4

===
< begin rtsp.response tx=0
< text header Headers "RTSP/1.0 200 OK\r\nCSeq: 2\r\n\r\n"
< end complete
< sealed 22 skipped
< begin rtsp tx=0
< body "x\r\n"
< end cut
< anomaly parser_resync
< begin rtsp.response tx=0
< text header Headers "RTSP/1.0 200 OK\r\nCSeq: 4\r\n\r\n"
< end complete
