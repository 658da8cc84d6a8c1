# The server promises a request and answers it; the promise goes on in CONTINUATION.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
0000110105000000018286448462b1cc5f41871ae5f23a6ba0bf  # HEADERS 1
<<< hex
000006040000000000000300000064  # SETTINGS
000009050000000001000000028286448761  # PUSH_PROMISE 2
00001f09040000000109f54157221141871ae5f23a6ba0bf608e41a48001132d36e3af3e38c92165  # CONTINUATION
00000101050000000188  # HEADERS 1
000009010400000002885f86497ca582211f  # HEADERS 2
000003000100000002617b7d  # DATA 2
===
> transport http2 none
> stream 1
> begin http.request tx=0 GET host=a.example path=/page
> text path Plain "/page"
> text header Headers "host: a.example\r\n"
> end complete
< stream 2
< begin http.request tx=1 GET host=a.example path=/style.css
< text path Plain "/style.css"
< text header Headers "host: a.example\r\n"
< text cookie Cookies "sid=0123456789abcdef"
< credential cookie "sid":"0123456789abcdef" header:cookie 60 awaits
< end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 GET host=a.example path=/page status=200
< end complete
> outcome tx=1 Accepted
< stream 2
< begin http.response tx=1 GET host=a.example path=/style.css status=200 type="text/css" file="style.css"
< text header Headers "content-type: text/css\r\n"
< body "a{}"
< end complete
