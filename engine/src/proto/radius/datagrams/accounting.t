# Who was connected, and what is no RADIUS.
>>> hex
040300456162636465666768696a6b6c6d6e6f70011831333830303133383030
30406578616d706c652e636e2806000000012c0b73657373696f6e2d31570865
7468302f31
<<< hex
050300146162636465666768696a6b6c6d6e6f70
>>> hex
040400186162636465666768696a6b6c6d6e6f7001046c
>>> hex
3133383030313338303030
>>> hex
040400186162636465666768696a6b6c6d6e6f7001046c697461696c20313339
3030313339303030
>>> hex
010400266162636465666768696a6b6c6d6e6f70021202010000000000000000
000000000000
===
> begin radius.request tx=0
> text attribute Headers "user-name: 13800138000@example.cn\nacct-session-id: session-1\nnas-port-id: eth0/1\n"
> end complete
< begin radius.response tx=0
< end complete
> begin radius tx=1
> anomaly header_malformed attributes
> body "\u{4}\u{4}\u{0}\u{18}abcdefghijklmnop\u{1}\u{4}l"
> end complete
> begin radius tx=2
> anomaly header_malformed header
> body "13800138000"
> end complete
> begin radius.request tx=3
> text  Plain "tail 13900139000"
> end complete
> begin radius.request tx=3
> anomaly challenge_login user-password
> end complete
