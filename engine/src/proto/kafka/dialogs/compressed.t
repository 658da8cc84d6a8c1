# Batches in every compression, and one in one that nobody knows.
>>>
\0\0\0\xcc\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x04gzip\0\0\0\x01\0\0\0\0\0\
\0\0\x9f\0\0\0\0\0\0\0\0\0\0\0\x93\0\0\0\0\x02\x01#Eg\0\x01\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\
\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03\x1f\x8b\x08\0\0\0\0\
\0\x02\x03\xcbb``\xe00400\x0c\xabV\xcaK\xccMU\xb2RPz\xbag\xc1\x93\x1d\x9dJ:\n\
J\xb9\xf9I\x999`1Cc\x0b\xa0"\x10a\xa0T\xcb\x90\x04\xd5e\xe4\x87\xd0哉\xae\xc3\x12\xa4\xc3\x12\xa2#\r\xaa\
\xc38\x08\xa1#<1/\x1d\x9f\x1e\0\x17c\xa1\t\x9c\0\0\0\
>>>
\0\0\0\xc9\0\0\0\x07\0\0\0\x02\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x06snappy\0\0\0\x01\0\0\0\0\
\0\0\0\x9a\0\0\0\0\0\0\0\0\0\0\0\x8e\0\0\0\0\x02\x01#Eg\0\x02\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\
\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03\x9c\x01\x88j\0\0\0\
\x081001V{"name": "张三", "mobil\x05\x14\x1013800\x05\x05\x100"}\0b\r6\x042N\x196\x04Li>2\0\09\x012\x04\
90\x052\0f\r2\x043R\x192\x0cWangn4\0\
>>>
\0\0\x01'\0\0\0\x07\0\0\0\x03\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x0bsnappy_java\0\0\0\x01\0\0\
\0\0\0\0\0\xf3\0\0\0\0\0\0\0\0\0\0\0\xe7\0\0\0\0\x02\x01#Eg\0\x02\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\
\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03\x82SNAPPY\0\0\
\0\0\x01\0\0\0\x01\0\0\0>@\x88j\0\0\0\x081001V{"name": "张三", "mobil\x05\x14\x1013800\x05\x0540"}\0b\0\
\0\0\x081002N\0\0\0>@P{"name": "Li", "mobil\x05\x10\x1013900\x05\x05l0"}\0f\0\0\0\x081003R{"name": "\
Wang\0\0\0\x1e\x1cl", "mobile": "13900139000"}\0\
>>>
\0\0\0\xe0\0\0\0\x07\0\0\0\x04\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03lz4\0\0\0\x01\0\0\0\0\0\
\0\0\xb4\0\0\0\0\0\0\0\0\0\0\0\xa8\0\0\0\0\x02\x01#Eg\0\x03\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\
\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03\x04"M\x18T@\xae`\0\
\0\0\xf1\x14j\0\0\0\x081001V{"name": "张三", "mobil\x14\0Q13800\x05\0S0"}\0b6\0&2N6\0,Li2\0\x1092\0\x12\
92\0\x13f2\0&3R2\0OWang4\0\x04P00"}\0\xb6\xbf9\x86\0\0\0\0o\x07\xc4\x91\
>>>
\0\0\0\xc7\0\0\0\x07\0\0\0\x05\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x04zstd\0\0\0\x01\0\0\0\0\0\
\0\0\x9a\0\0\0\0\0\0\0\0\0\0\0\x8e\0\0\0\0\x02\x01#Eg\0\x04\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\
\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03(\xb5/\xfd \x9c\xa5\
\x02\0\xa4\x03j\0\0\0\x081001V{"name": "张三", "mobil138000"}\0b2NLi99f3RWang\n\
\0W1\x026\x82\xcc\xc0\x08\x08nU\x08\x83\x8d\xb3J\x8d\xd2\xf4N\x98O\
>>>
\0\0\x01\t\0\0\0\x07\0\0\0\t\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x07unknown\0\0\0\x01\0\0\0\0\
\0\0\0\xd9\0\0\0\0\0\0\0\0\0\0\0\xcd\0\0\0\0\x02\x01#Eg\0\x06\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\
\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03j\0\0\0\x081001V{"n\
ame": "张三", "mobile": "13800138000"}\0b\0\0\0\x081002N{"name": "Li", "mobile": "13900139000"}\0f\0\0\
\0\x081003R{"name": "Wang", "mobile": "13900139000"}\0\
===
> begin kafka.produce tx=0 db table=gzip columns=key rows=3 type="text/csv"
> text  Plain "gzip"
> derived "\"key\"\r\n\"1001\"\r\n\"1002\"\r\n\"1003\"\r\n"
> end complete
> begin kafka.produce tx=0 db table=gzip type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n{\"name\": \"Wang\", \"mobile\": \"13900139000\"}\n"
> end complete
> begin kafka.produce tx=1 db table=snappy columns=key rows=3 type="text/csv"
> text  Plain "snappy"
> derived "\"key\"\r\n\"1001\"\r\n\"1002\"\r\n\"1003\"\r\n"
> end complete
> begin kafka.produce tx=1 db table=snappy type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n{\"name\": \"Wang\", \"mobile\": \"13900139000\"}\n"
> end complete
> begin kafka.produce tx=2 db table=snappy_java columns=key rows=3 type="text/csv"
> text  Plain "snappy_java"
> derived "\"key\"\r\n\"1001\"\r\n\"1002\"\r\n\"1003\"\r\n"
> end complete
> begin kafka.produce tx=2 db table=snappy_java type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n{\"name\": \"Wang\", \"mobile\": \"13900139000\"}\n"
> end complete
> begin kafka.produce tx=3 db table=lz4 columns=key rows=3 type="text/csv"
> derived "\"key\"\r\n\"1001\"\r\n\"1002\"\r\n\"1003\"\r\n"
> end complete
> begin kafka.produce tx=3 db table=lz4 type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n{\"name\": \"Wang\", \"mobile\": \"13900139000\"}\n"
> end complete
> begin kafka.produce tx=4 db table=zstd columns=key rows=3 type="text/csv"
> text  Plain "zstd"
> derived "\"key\"\r\n\"1001\"\r\n\"1002\"\r\n\"1003\"\r\n"
> end complete
> begin kafka.produce tx=4 db table=zstd type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n{\"name\": \"Li\", \"mobile\": \"13900139000\"}\n{\"name\": \"Wang\", \"mobile\": \"13900139000\"}\n"
> end complete
> begin kafka.produce tx=5 db table=unknown
> text  Plain "unknown"
> end complete
> begin kafka.produce tx=5 db table=unknown codings=[Unknown]
> body "j\u{0}\u{0}\u{0}\u{8}1001V{\"name\": \"张三\", \"mobile\": \"13800138000\"}\u{0}b\u{0}\u{0}\u{0}\u{8}1002N{\"name\": \"Li\", \"mobile\": \"13900139000\"}\u{0}f\u{0}\u{0}\u{0}\u{8}1003R{\"name\": \"Wang\", \"mobile\": \"13900139000\"}\u{0}"
> end complete
