# A request without a body and its response.
>>> hex
011d0000d1d751062f613f713d315009612e6578616d706c655f5003742f31
<<< hex
01080000d9ee5402323400187b226d6f62696c65223a223133383030313338303030227d
===
> stream 1
> begin http.request tx=0 GET host=a.example path=/a agent=t/1
> text path Plain "/a"
> text query UrlEncoded "q=1"
> text header Headers "host: a.example\r\nuser-agent: t/1\r\n"
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 GET host=a.example path=/a agent=t/1 status=200 type="application/json" length=24
< text header Headers "content-type: application/json\r\ncontent-length: 24\r\n"
< body "{\"mobile\":\"13800138000\"}"
> end cut
< end cut
