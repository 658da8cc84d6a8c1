# Bytes of a body are missing: it goes on behind them.
>>> hex
01180000d4d751062f6c6f67696e5009612e6578616d706c65ef001e613d31333830303133383030
30
><> 7
>>> hex
623d31333830303133380003633d31
<<< hex
01030000d9
===
> stream 1
> begin http.request tx=0 POST host=a.example path=/login type="application/x-www-form-urlencoded"
> text path Plain "/login"
> text header Headers "host: a.example\r\ncontent-type: application/x-www-form-urlencoded\r\n"
> body "a=13800138000"
> body_gap 7
> body "b=13800138c=1"
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/login status=200
> end cut
< end cut
