# The server demands TLS, the client begins it.
<<<
INFO {"server_id":"NA","version":"2.9.10","max_payload":1048576,"tls_required":true,"auth_required":true} \r\n\
>>>
\x16\x03\x01\0\x05hello\
<<<
\x16\x03\x03\0\x02\
===
< begin nats.info tx=0
< text  Plain "{\"server_id\":\"NA\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"tls_required\":true,\"auth_required\":true}"
< end complete
> transport nats none upgrade=used
> handover
