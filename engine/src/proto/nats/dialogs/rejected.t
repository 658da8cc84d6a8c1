# A login that is refused; another error is none of a login.
<<<
INFO {"server_id":"NA","version":"2.9.10","max_payload":1048576,"auth_required":true} \r\n\
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"wrong"}\r\n\
PING\r\n\
<<<
-ERR 'Authorization Violation'\r\n\
<<|
===
< begin nats.info tx=0
< text  Plain "{\"server_id\":\"NA\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"auth_required\":true}"
< end complete
> begin nats.connect tx=1
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"wrong"  95 awaits
> end complete
> transport nats none upgrade=not_offered
> outcome tx=1 Rejected
< begin nats.error tx=2 db user=crm1
< text  Plain "Authorization Violation"
< end complete
