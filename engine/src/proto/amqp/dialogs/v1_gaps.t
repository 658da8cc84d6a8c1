# AMQP 1.0: bytes are missing in data, in a section, in a performative, over frames.
>>> hex
414d515000010000
0000001f02000000005312c01207a101614342404040005329c00401a10171
0000004302000000005314c009064343a00100434242005375a02831333830303133383030  # data of 40, 10 of them
><> 10
>>> hex
207468656e2031333930303133393030302e2e2e
0000004302000000005314c00a06435201a00101434242005374c11d02a1066d6f62696c65  # a map
><> 10
>>> hex
2072657374203133373030313337303030202e2e
0000002d02000000005314c00a06435202a00102434242005375a01177686f6c65203133363030313336303030
0000002002000000005314c00a06
><> 18
>>> hex

0000002102000000005314c00a06435204a00104434241005375a0056166746572
><> 500
>>> hex
736f6d657768657265203133353030313335303030
0000002102000000005314c00a06435205a00105434242005375a005666f756e64
===
> stream 1
> begin amqp.publish tx=0 db table=q
> text topic Plain "q"
> body "1380013800"
> body_gap 10
> body " then 13900139000..."
> end cut
> begin amqp.publish tx=1 db table=q
> text topic Plain "q"
> text  Plain " St mobile"
> body " rest 13700137000 .."
> end cut
> begin amqp.publish tx=2 db table=q
> text topic Plain "q"
> body "whole 13600136000"
> end complete
> begin amqp.publish tx=3 db table=q
> text topic Plain "q"
> body "after"
> end cut
> stream 0
> begin amqp tx=4
> body "somewhere 13500135000"
> end cut
> anomaly parser_resync
> stream 1
> begin amqp.publish tx=5 db table=q
> text topic Plain "q"
> body "found"
> end complete
