# A login that is refused, one that is accepted, a description, media between messages, a request of the server.
>>>
DESCRIBE rtsp://192.0.2.7/cam RTSP/1.0
CSeq: 1
Authorization: Basic YWRtaW46cGFzc3dvcmQx

<<<
RTSP/1.0 401 Unauthorized
CSeq: 1
WWW-Authenticate: Basic realm="cam"

>>>
DESCRIBE rtsp://admin:s3cret@192.0.2.7/cam RTSP/1.0
CSeq: 2

<<<
RTSP/1.0 200 OK
CSeq: 2
Content-Type: application/sdp
Content-Length: 5

v=0
$\0\0\x06ab$\0cd$\x01\0\0OPTIONS * RTSP/1.0
CSeq: 1

>>>
RTSP/1.0 200 OK
CSeq: 1

===
> begin rtsp.request tx=0
> text header Headers "DESCRIBE rtsp://192.0.2.7/cam RTSP/1.0\r\nCSeq: 1\r\n"
> text header:authorization Plain "admin"
> credential basic "admin":"password1" header:authorization 95 awaits
> end complete
> outcome tx=0 Rejected
< begin rtsp.response tx=0
< text header Headers "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm=\"cam\"\r\n\r\n"
< end complete
> begin rtsp.request tx=1
> credential basic "admin":"s3cret" uri 90 awaits
> text header Headers "DESCRIBE rtsp://admin:s3cret@192.0.2.7/cam RTSP/1.0\r\nCSeq: 2\r\n\r\n"
> end complete
> outcome tx=1 Accepted
< begin rtsp.response tx=1 type="application/sdp" length=5
< text header Headers "RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\n"
< body "v=0\r\n"
< end complete
< sealed 6 skipped
< begin rtsp.request tx=2
< text header Headers "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"
< end complete
> begin rtsp.response tx=2
> text header Headers "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"
> end complete
