# Both sides close in the middle of messages.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00000f01040000000183864482607f41871ae5f23a6ba0bf  # HEADERS 1
000006000000000001616263  # DATA 1, cut
>>|
<<< hex
000006040000000000000300000064  # SETTINGS
00000101040000000188  # HEADERS 1
00000300000000000178797a  # DATA 1
00000301040000000388  # HEADERS 3, cut
<<|
===
> transport http2 none
> stream 1
> begin http.request tx=0 POST host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\n"
> body "abc"
> end cut
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/a status=200
< body "xyz"
< end cut
