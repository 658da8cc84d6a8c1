# Only the server was seen.
<<< hex
000006040000000000000300000064  # SETTINGS
00000a010400000001885f87497ca58ae819aa  # HEADERS 1
000003000100000001616263  # DATA 1
===
> transport http2 none
< stream 1
< begin http.response tx=0 status=200 type="text/plain"
< text header Headers "content-type: text/plain\r\n"
< body "abc"
< end complete
