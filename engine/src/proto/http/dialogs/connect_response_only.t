# Only the proxy's side is mirrored.
<<<
HTTP/1.1 200 Connection Established

\x16\x03\x03\0\x02ab\
===
< anomaly response_without_request
< begin http.response tx=0 status=200
> transport http none
> transport http none tunnel=http-connect
< text header Headers "HTTP/1.1 200 Connection Established\r\n"
< end complete
< handover
