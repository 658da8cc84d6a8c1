# A form, and an outcome that rejects it.
>>> hex
01180000d4d751062f6c6f67696e5009612e6578616d706c65ef001a757365723d6c656926706173
73776f72643d7333637265742d39
<<< hex
01040000ff05
===
> stream 1
> begin http.request tx=0 POST host=a.example path=/login type="application/x-www-form-urlencoded"
> text path Plain "/login"
> text header Headers "host: a.example\r\ncontent-type: application/x-www-form-urlencoded\r\n"
> body "user=lei&password=s3cret-9"
> outcome tx=0 Rejected
< stream 1
< begin http.response tx=0 POST host=a.example path=/login status=403
> end cut
< end cut
