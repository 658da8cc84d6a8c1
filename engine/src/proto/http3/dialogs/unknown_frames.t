# Frames of unknown types before, between and behind: reserved ones, and one of a length of nothing.
>>> hex
211267726561736520313338303031333830303001180000d4d751062f6c6f67696e5009612e6578
616d706c65ef4040000003613d3143f10178
<<< hex
01030000d9
===
> stream 3
> begin http3.frame tx=0
> body "grease 13800138000"
> end complete
> stream 1
> begin http.request tx=0 POST host=a.example path=/login type="application/x-www-form-urlencoded"
> text path Plain "/login"
> text header Headers "host: a.example\r\ncontent-type: application/x-www-form-urlencoded\r\n"
> body "a=1"
> stream 3
> begin http3.frame tx=0
> body "x"
> end complete
> outcome tx=0 Accepted
< stream 1
< begin http.response tx=0 POST host=a.example path=/login status=200
> stream 1
> end cut
< end cut
