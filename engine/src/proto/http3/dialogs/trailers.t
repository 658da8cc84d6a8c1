# Fields behind a body; an interim answer before one.
>>> hex
01180000d4d751062f6c6f67696e5009612e6578616d706c65ef0003613d31010a000025782d7375
6d0139
<<< hex
01040000ff0001040000d9f500046f6e6520000374776f010a000025782d73756d0137
===
> stream 1
> begin http.request tx=0 POST host=a.example path=/login type="application/x-www-form-urlencoded"
> text path Plain "/login"
> text header Headers "host: a.example\r\ncontent-type: application/x-www-form-urlencoded\r\n"
> body "a=1"
> text trailer Headers "x-sum: 9\r\n"
< stream 1
< begin http.response tx=0 POST host=a.example path=/login status=100
< end complete
> outcome tx=0 Accepted
< begin http.response tx=0 POST host=a.example path=/login status=200 type="text/plain"
< text header Headers "content-type: text/plain\r\n"
< body "one two"
< text trailer Headers "x-sum: 7\r\n"
> end cut
< end cut
