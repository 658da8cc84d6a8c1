# The connection ends within a record.
>>> hex
93a963726d2e6c6f67696ece6553f10083a475736572a3616d79a870617373776f7264ad426c75652d4865726f6e2d34
31a66d6f62

===
> begin fluentd.message tx=0 db table=crm.login type="application/msgpack"
> text topic Plain "crm.login"
> body "\x93\xa9crm.login\xceeS\xf1\x00\x83\xa4user\xa3amy\xa8password\xadBlue-Heron-41\xa6mob"
> end cut
