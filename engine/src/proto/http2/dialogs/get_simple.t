# A request without a body and its response, beside frames that carry no message.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00000408000000000000010000  # WINDOW_UPDATE
00001601050000000182864485607fe7680341871ae5f23a6ba0bf7a824b01  # HEADERS 1
<<< hex
000006040000000000000300000064  # SETTINGS
000000040100000000  # SETTINGS ack
000012010400000001885f8b1d75d0620d263d4c7441ea5c82135f  # HEADERS 1
0000180001000000017b226d6f62696c65223a223133383030313338303030227d  # DATA 1
>>> hex
0000080600000000003132333435363738  # PING
===
> transport http2 none
> stream 1
> begin http.request tx=0 GET host=a.example path=/a agent=t/1
> text path Plain "/a"
> text query UrlEncoded "q=1"
> text header Headers "host: a.example\r\nuser-agent: t/1\r\n"
> end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 GET host=a.example path=/a agent=t/1 status=200 type="application/json" length=24
< text header Headers "content-type: application/json\r\ncontent-length: 24\r\n"
< body "{\"mobile\":\"13800138000\"}"
< end complete
