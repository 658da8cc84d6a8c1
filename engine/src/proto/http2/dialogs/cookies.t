# Cookies may come in pieces; they are one cookie field.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
00003101050000000182868441871ae5f23a6ba0bf60884ce5a4b0483b3aff4083f2b0ff818f60924150831ea3490002  # HEADERS 1
265a6dc75e7c719242cb
<<< hex
000006040000000000000300000064  # SETTINGS
00003401050000000148826402779541a48252c848c6fbceb8db4c8820fb5358d33c0c7f6e979d29aee30c506b9b8bd6  # HEADERS 1
c2a5677ff51ae5f23a6ba0ac7f
===
> transport http2 none
> stream 1
> begin http.request tx=0 GET host=a.example path=/
> text header Headers "host: a.example\r\nx-a: b\r\n"
> text cookie Cookies "theme=dark; sessionid=0123456789abcdef"
> credential cookie "sessionid":"0123456789abcdef" header:cookie 60 awaits
> end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 GET host=a.example path=/ status=302
< text cookie Cookies "sid=fedcba9876543210; Path=/"
< credential cookie "sid":"fedcba9876543210" header:set-cookie 60
< text header Headers "location: http://li:Sekret-7@b.example/\r\n"
< credential basic "li":"Sekret-7" header:location 90
< end complete
