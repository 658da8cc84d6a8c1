# A connection picked up in its middle: what refers to older entries is left out.
>>> hex
00000e01040000001f8386c0bfbe4083f2b55f83a8be3f  # HEADERS 31
00000700010000001f7b2261223a317d  # DATA 31
<<< hex
00000b01040000001f88be5f87497ca58ae819aa  # HEADERS 31
00000300010000001f796573  # DATA 31
===
> transport http2 none
> stream 31
> begin http.request tx=0 POST
> text header Headers "x-n: new\r\n"
> body "{\"a\":1}"
> end complete
> outcome tx=0 Accepted
< stream 31
< begin http.response tx=0 POST status=200 type="text/plain"
< text header Headers "content-type: text/plain\r\n"
< body "yes"
< end complete
