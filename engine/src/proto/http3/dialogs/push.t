# A request that the server makes up.
>>> hex
011d0000d1d751062f613f713d315009612e6578616d706c655f5003742f31
<<< hex
0519000000d1d751072f7075736865645009612e6578616d706c6501030000d9000178
===
> stream 1
> begin http.request tx=0 GET host=a.example path=/a agent=t/1
> text path Plain "/a"
> text query UrlEncoded "q=1"
> text header Headers "host: a.example\r\nuser-agent: t/1\r\n"
< stream 2
< begin http.request tx=1 GET host=a.example path=/pushed
< text path Plain "/pushed"
< text header Headers "host: a.example\r\n"
< end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 GET host=a.example path=/a agent=t/1 status=200
< body "x"
> end cut
< end cut
