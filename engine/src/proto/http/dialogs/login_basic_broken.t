>>>
GET /1 HTTP/1.1
Authorization: Basic !!!!

GET /2 HTTP/1.1
Authorization: Basic bm9jb2xvbg==

GET /3 HTTP/1.1
Authorization: Basic

===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> anomaly header_malformed basic login is not base64
> text header:authorization Plain "!!!!"
> end complete
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> anomaly header_malformed basic login without a colon
> text header:authorization Plain "nocolon"
> end complete
> begin http.request tx=2 GET path=/3
> text path Plain "/3"
> end complete
