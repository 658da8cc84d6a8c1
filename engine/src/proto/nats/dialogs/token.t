# A token, and a web token in its place; an error of permissions does not refuse the login.
<<<
INFO {"server_id":"NA","version":"2.9.10","max_payload":1048576,"auth_required":true} \r\n\
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","auth_token":"tok-\\u0041-13"}\r\n\
<<<
-ERR 'Permissions Violation for Publish to "crm.13800138000"'\r\n\
PONG\r\n\
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","auth_token":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl","opts":{"user":"x"}}\r\n\
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"device-token"}\r\n\
===
< begin nats.info tx=0
< text  Plain "{\"server_id\":\"NA\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"auth_required\":true}"
< end complete
> begin nats.connect tx=1
> text header Headers "lang: go\nname: crm-export\n"
> credential token "":"tok-A-13"  95 awaits
> end complete
> transport nats none upgrade=not_offered
< begin nats.error tx=2
< text  Plain "Permissions Violation for Publish to \"crm.13800138000\""
< end complete
> outcome tx=1 Accepted
> begin nats.connect tx=3
> text header Headers "lang: go\nname: crm-export\nauth_token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\n"
> end complete
> transport nats none upgrade=not_offered
> begin nats.connect tx=4
> text header Headers "lang: go\nname: crm-export\nuser: device-token\n"
> end complete
> transport nats none upgrade=not_offered
