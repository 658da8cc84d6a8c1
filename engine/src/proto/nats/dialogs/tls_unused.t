# The server offers TLS, the client goes on in the clear.
<<<
INFO {"server_id":"NA","version":"2.9.10","max_payload":1048576,"tls_available":true,"auth_required":true} \r\n\
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
PING\r\n\
<<<
PONG\r\n\
===
< begin nats.info tx=0
< text  Plain "{\"server_id\":\"NA\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"tls_available\":true,\"auth_required\":true}"
< end complete
> begin nats.connect tx=1
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> transport nats none upgrade=offered_unused
> outcome tx=1 Accepted
