# What is no message passes as it is.
>>> hex
93a963726d2e6c6f67696ece6553f10083a475736572a3616d79a870617373776f7264ad426c75652d4865726f6e2d34
31a66d6f62696c65cf00000003368d6510
930167617262616765203133383030313338303039
93a963726d2e6c6f67696ece6553f10083a475736572a3616d79a870617373776f7264ad426c75652d4865726f6e2d34
31a66d6f62696c65cf00000003368d6510
93a563726d2e78ce00000001c101

===
> begin fluentd.message tx=0 db table=crm.login type="application/msgpack"
> text topic Plain "crm.login"
> body "\x93\xa9crm.login\xceeS\xf1\x00\x83\xa4user\xa3amy\xa8password\xadBlue-Heron-41\xa6mobile\xcf\x00\x00\x00\x036\x8de\x10"
> end complete
> begin fluentd tx=1
> body "\x93\x01garbage 13800138009"
> end cut
> anomaly parser_resync
> begin fluentd.message tx=2 db table=crm.login type="application/msgpack"
> text topic Plain "crm.login"
> body "\x93\xa9crm.login\xceeS\xf1\x00\x83\xa4user\xa3amy\xa8password\xadBlue-Heron-41\xa6mobile\xcf\x00\x00\x00\x036\x8de\x10"
> end complete
> begin fluentd.message tx=3 db table=crm.x type="application/msgpack"
> text topic Plain "crm.x"
> body "\x93\xa5crm.x\xce\x00\x00\x00\x01"
> end cut
> begin fluentd tx=4
> body "\xc1\x01"
> end cut
