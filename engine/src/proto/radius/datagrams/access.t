# A login with a hidden password, accepted; another with CHAP, rejected; its request is sent again.
>>> hex
010700506162636465666768696a6b6c6d6e6f70010f6c69406578616d706c65
2e636e0212000102030405060708090a0b0c0d0e0f1f0d313338303031333830
30300406c0000201200876706e2d3031
<<< hex
020700296162636465666768696a6b6c6d6e6f70121557656c636f6d65203133
393030313339303030
>>> hex
0108003f6162636465666768696a6b6c6d6e6f70010677616e67031300000000
000000000000000000000000003c1200000000000000000000000000000000
>>> hex
0108003f6162636465666768696a6b6c6d6e6f70010677616e67031300000000
000000000000000000000000003c1200000000000000000000000000000000
<<< hex
0308001f6162636465666768696a6b6c6d6e6f70120b6e6f0d0a656e747279
===
> begin radius.request tx=0
> anomaly challenge_login user-password
> text attribute Headers "user-name: li@example.cn\ncalling-station-id: 13800138000\nnas-identifier: vpn-01\n"
> end complete
> outcome tx=0 Accepted
< begin radius.response tx=0
< text attribute Headers "reply-message: Welcome 13900139000\n"
< end complete
> begin radius.request tx=1
> anomaly challenge_login chap
> text attribute Headers "user-name: wang\n"
> end complete
> begin radius.request tx=1
> anomaly challenge_login chap
> text attribute Headers "user-name: wang\n"
> end complete
> outcome tx=1 Rejected
< begin radius.response tx=1
< text attribute Headers "reply-message: no  entry\n"
< end complete
