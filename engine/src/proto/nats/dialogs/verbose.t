# Verbose: every line is answered. Verbs in lower case, tabs between words.
<<<
INFO {"server_id":"NA","version":"2.9.10","max_payload":1048576,"auth_required":true} \r\n\
>>>
CONNECT {"verbose":true,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}\r\n\
pub\tcrm.a\t4\r\nabcd\r\nping\r\n\
<<<
+OK\r\n+OK\r\nPONG\r\n\
===
< begin nats.info tx=0
< text  Plain "{\"server_id\":\"NA\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"auth_required\":true}"
< end complete
> begin nats.connect tx=1
> text header Headers "lang: go\nname: crm-export\n"
> credential password "crm1":"s3cret"  95 awaits
> end complete
> transport nats none upgrade=not_offered
> begin nats.publish tx=2 db table=crm.a user=crm1 length=4
> text topic Plain "crm.a"
> body "abcd"
> end complete
> outcome tx=1 Accepted
