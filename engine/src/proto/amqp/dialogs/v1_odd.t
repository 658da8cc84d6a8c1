# AMQP 1.0: sections that are none, or contradict themselves; a transfer without a handle; values after data; an endless message.
>>> hex
414d515000010000
0000002102000000005312c01407a101614342404040005329c00601a1036f6464
0000002702000000005314c009064343a00100434242706c61696e203133383030313338303030  # no section
0000002c02000000005314c00a06435201a00101434242005374c10a03a1016ba10176a10178005375a00164  # a map of three
0000002302000000005314c00a06435202a00102434242005375c00701a1046c697374  # data that is a list
0000003802000000005314c00a06435203a00103434242005375a003643120005377c00d02a10576616c75657300005f20005375a0026432
0000003702000000005314c00a06435204a00104434242005375b0000001006f6e6c7920736f206d756368203133373030313337303030  # longer than its message
0000002f02000000005314c00a06435205a00105434242005377c12002a11068656c64203133363030313336303030
0000001e02000000005314c0010074657874203133353030313335303030  # no handle
0000001002000000005314c004024352  # no end
0000001902000000005314c07f013133343030313334303030  # longer than its frame
0000001c0200000000539945206e6f20706572666f726d6174697665
0000002302000000005314c00a06435206a00106434242005377800000000318bfec88  # a number
0000001702000000005314c00a06435207a00107434242  # nothing
0000003702000000005314c00a06435208a001084342420053704500a310616d71703a646174613a62696e617279a0076279206e616d65
000000046a756e6b203133323030313332303030
0000002702000000005314c00a06435209a00109434242005375a00b666f756e6420616761696e
===
> begin amqp.method tx=0
> text  Plain "a odd "
> end complete
> stream 1
> anomaly header_malformed section of a message
> begin amqp.publish tx=1 db table=odd
> text topic Plain "odd"
> body "plain 13800138000"
> end cut
> anomaly length_conflict section of a message
> begin amqp.publish tx=2 db table=odd
> text topic Plain "odd"
> text header Headers "k: v\n"
> text  Plain " \n k v x"
> body "d"
> end complete
> anomaly header_malformed section of a message
> begin amqp.publish tx=3 db table=odd
> text topic Plain "odd"
> body "\x00Su\xc0\x07\x01\xa1\x04list"
> end cut
> begin amqp.publish tx=4 db table=odd
> text topic Plain "odd"
> body "d1 "
> end complete
> begin amqp.publish tx=4 db table=odd type="application/json"
> text topic Plain "odd"
> derived "[\"value\",\"张\"]\n"
> end complete
> begin amqp.publish tx=4 db table=odd
> text topic Plain "odd"
> body "d2"
> end complete
> begin amqp.publish tx=5 db table=odd
> text topic Plain "odd"
> body "only so much 13700137000"
> anomaly length_conflict message
> end cut
> anomaly length_conflict message
> begin amqp.publish tx=6 db table=odd
> text topic Plain "odd"
> text  Plain " Sw  held 13600136000"
> end cut
> anomaly length_conflict performative
> stream 0
> begin amqp tx=7
> body "text 13500135000"
> end complete
> anomaly length_conflict frame
> begin amqp tx=8
> body "\x00S\x14\xc0\x04\x02CR"
> end complete
> anomaly length_conflict frame
> begin amqp tx=9
> body "\x00S\x14\xc0\x7f\x0113400134000"
> end complete
> stream 1
> begin amqp.publish tx=10 db table=odd type="application/json"
> text topic Plain "odd"
> derived "13300133000\n"
> end complete
> begin amqp.publish tx=11 db table=odd
> text topic Plain "odd"
> end complete
> begin amqp.publish tx=12 db table=odd
> text topic Plain "odd"
> body "by name"
> end complete
> stream 0
> begin amqp tx=13
> body "\u{0}\u{0}\u{0}\u{4}junk 13200132000"
> end cut
> anomaly parser_resync
> stream 1
> begin amqp.publish tx=14 db table=odd
> text topic Plain "odd"
> body "found again"
> end complete
