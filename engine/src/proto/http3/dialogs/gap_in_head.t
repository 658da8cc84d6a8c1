# A gap over a frame's end: what follows is taken for body.
>>> hex
01180000d4d751062f6c6f67696e5009612e6578616d706c65ef0005613d
><> 9
>>> hex
6d6f62696c653d3133383030313338303030
<<< hex
01030000d9
===
> stream 1
> begin http.request tx=0 POST host=a.example path=/login type="application/x-www-form-urlencoded"
> text path Plain "/login"
> text header Headers "host: a.example\r\ncontent-type: application/x-www-form-urlencoded\r\n"
> body "a="
> body_gap 9
> body "mobile=13800138000"
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/login status=200
> end cut
< end cut
