# A token is a login; a JSON web token is text that is reported once, as what it is.
>>>
GET /1 HTTP/1.1
Authorization: Bearer s3cr3t-t0ken-0001

GET /2 HTTP/1.1
Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZXN0In0.c2ln

GET /3 HTTP/1.1
Authorization: Token token="abcdef123456"

GET /4 HTTP/1.1
Authorization: ApiKey k-998877

GET /5 HTTP/1.1
Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/x, Signature=00

GET /6 HTTP/1.1
Authorization: nakedtoken42

<<<
HTTP/1.1 500 Oops
Content-Length: 0

===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> credential bearer "authorization":"s3cr3t-t0ken-0001" header:authorization 95 awaits
> end complete
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> text header:authorization Plain "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZXN0In0.c2ln"
> end complete
> begin http.request tx=2 GET path=/3
> text path Plain "/3"
> credential bearer "authorization":"abcdef123456" header:authorization 90 awaits
> end complete
> begin http.request tx=3 GET path=/4
> text path Plain "/4"
> credential bearer "authorization":"k-998877" header:authorization 90 awaits
> end complete
> begin http.request tx=4 GET path=/5
> text path Plain "/5"
> text header:authorization Plain "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/x, Signature=00"
> end complete
> begin http.request tx=5 GET path=/6
> text path Plain "/6"
> credential bearer "authorization":"nakedtoken42" header:authorization 70 awaits
> end complete
> outcome tx=0 Unknown
< begin http.response tx=0 GET path=/1 status=500
< text header Headers "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n"
< end complete
