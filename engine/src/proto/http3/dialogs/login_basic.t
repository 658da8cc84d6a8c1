# A login in a header, and cookies in pieces.
>>> hex
01404d0000d1d751062f613f713d315009612e6578616d706c655f5003742f315f45164261736963
20624756704f6e4d7a59334a6c6443303555107369643d6162633132336465663435365503623d32
<<< hex
01030000d9
===
> stream 1
> begin http.request tx=0 GET host=a.example path=/a agent=t/1
> text path Plain "/a"
> text query UrlEncoded "q=1"
> text header Headers "host: a.example\r\nuser-agent: t/1\r\n"
> text header:authorization Plain "lei"
> credential basic "lei":"s3cret-9" header:authorization 95 awaits
> text cookie Cookies "sid=abc123def456; b=2"
> credential cookie "sid":"abc123def456" header:cookie 60 awaits
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 GET host=a.example path=/a agent=t/1 status=200
> end cut
< end cut
