# A small header block that decodes to more than the limit: what fits is read, and the table stays in step.
@limit head_bytes 400
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00006f01050000000182864482607f41871ae5f23a6ba0bf4085f2b507aa6fd8efdfbf7efdfbf7efdfbf7efdfbf7efdf  # HEADERS 1
bf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7ef
dfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7efdfbf7f
00000c0105000000038286c0bfbebebebebebebebe  # HEADERS 3
00000b0105000000058286c0bf4083f2b23f8147  # HEADERS 5
===
> transport http2 none
> stream 1
> begin http.request tx=0 GET host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\nx-long: vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\r\n"
> end complete
> anomaly head_too_long header block
> stream 3
> begin http.request tx=1 GET host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\nx-long: vvvvvvvvvvvvvvv"... 347 bytes #eb2a7208
> end complete
> stream 5
> begin http.request tx=2 GET host=a.example path=/a
> text path Plain "/a"
> text header Headers "host: a.example\r\nx-s: s\r\n"
> end complete
