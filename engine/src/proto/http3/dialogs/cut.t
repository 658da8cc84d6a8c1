# The stream ends within a frame.
>>> hex
01180000d4d751062f6c6f67696e5009612e6578616d706c65ef0040636d6f62696c653d31333830
30313338303030
<<< hex
01070000d954023939
===
> stream 1
> begin http.request tx=0 POST host=a.example path=/login type="application/x-www-form-urlencoded"
> text path Plain "/login"
> text header Headers "host: a.example\r\ncontent-type: application/x-www-form-urlencoded\r\n"
> body "mobile=13800138000"
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/login status=200 length=99
< text header Headers "content-length: 99\r\n"
> end cut
< end cut
