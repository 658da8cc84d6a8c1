# A signature by an NKEY: no secret is shown.
<<<
INFO {"server_id":"NA","version":"2.9.10","max_payload":1048576,"auth_required":true} \r\n\
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","nkey":"UABC","sig":"c2lnbmVk","jwt":"eyJ0eXAiOiJqd3QifQ.eyJqdGkiOiIxIn0.c2ln"}\r\n\
<<<
PONG\r\n\
===
< begin nats.info tx=0
< text  Plain "{\"server_id\":\"NA\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"auth_required\":true}"
< end complete
> begin nats.connect tx=1
> text header Headers "lang: go\nname: crm-export\nnkey: UABC\njwt: eyJ0eXAiOiJqd3QifQ.eyJqdGkiOiIxIn0.c2ln\n"
> anomaly challenge_login nkey
> end complete
> transport nats none upgrade=not_offered
