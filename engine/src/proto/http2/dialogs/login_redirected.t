# A login that failed is sent back with a redirection that says so.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00001601050000000182864485607fe7680341871ae5f23a6ba0bf7a824b01  # HEADERS 1
<<< hex
000006040000000000000300000064  # SETTINGS
00001301050000000148033330326e0c2f6c6f67696e3f6572726f72  # HEADERS 1
===
> transport http2 none
> stream 1
> begin http.request tx=0 GET host=a.example path=/a agent=t/1
> text path Plain "/a"
> text query UrlEncoded "q=1"
> text header Headers "host: a.example\r\nuser-agent: t/1\r\n"
> end complete
> outcome tx=0 Rejected
< stream 1
< begin http.response tx=0 GET host=a.example path=/a agent=t/1 status=302
< text header Headers "location: /login?error\r\n"
< end complete
