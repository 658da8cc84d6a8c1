# A gap within a value leaves its message open; behind another one messages are looked for.
>>> hex
93a963726d2e6c6f67696ece6553f10083a475736572a3616d79a870617373776f7264ad426c75652d4865
><> 6
>>> hex
a66d6f62696c65cf00000003368d6510
93a863726d2e726f77739292d7006553f1010000
><> 40
>>> hex
7461696c203133383030313338303039
93a963726d2e6c6f67696ece6553f10083a475736572a3616d79a870617373776f7264ad426c75652d4865726f6e2d34
31a66d6f62696c65cf00000003368d6510

===
> begin fluentd.message tx=0 db table=crm.login type="application/msgpack"
> text topic Plain "crm.login"
> body "\x93\xa9crm.login\xceeS\xf1\x00\x83\xa4user\xa3amy\xa8password\xadBlue-He"
> body_gap 6
> body "\xa6mobile\xcf\x00\x00\x00\x036\x8de\x10"
> end complete
> begin fluentd.message tx=1 db table=crm.rows type="application/msgpack"
> text topic Plain "crm.rows"
> body "\x93\xa8crm.rows\x92\x92\xd7\x00eS\xf1\x01\x00\x00"
> end cut
> begin fluentd tx=2
> body "tail 13800138009"
> end cut
> anomaly parser_resync
> begin fluentd.message tx=3 db table=crm.login type="application/msgpack"
> text topic Plain "crm.login"
> body "\x93\xa9crm.login\xceeS\xf1\x00\x83\xa4user\xa3amy\xa8password\xadBlue-Heron-41\xa6mobile\xcf\x00\x00\x00\x036\x8de\x10"
> end complete
