# A header block in three frames, the first with priority and padding.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
000010012900000001030000000010828644846283d5000000  # HEADERS 1
00000d0900000000013741871ae5f23a6ba0bf4085f2  # CONTINUATION
00002f090400000001b547497f9eaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4085f2b5  # CONTINUATION
a82d9f84f738ea9b
===
> transport http2 none
> stream 1
> begin http.request tx=0 GET host=a.example path=/long
> text path Plain "/long"
> text header Headers "host: a.example\r\nx-note: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\r\nx-user: zhang\r\n"
> end complete
