# A line that is longer than the limit.
@limit head_bytes 256
>>>
CONNECT {"verbose":false,"tls_required":false,"lang":"go","name":"crm-export","user":"crm1","pass":"s3cret"}                                                                                                                                                                                                                                                                                                            \r\n\
PUB crm.next 43\r\n{"name": "张三", "mobile": "13800138000"}\r\n\
===
> anomaly head_too_long line
> begin nats tx=0
> body "CONNECT {\"verbose\":false,\"tls_required\":"... 410 bytes #15cc8efd
> end cut
> anomaly parser_resync
> begin nats.publish tx=1 db table=crm.next length=43
> text topic Plain "crm.next"
> body "{\"name\": \"张三\", \"mobile\": \"13800138000\"}"
> end complete
