# TE.TE: an unknown coding hides chunked; without chunked last, the length counts.
>>>
POST /a HTTP/1.1
Content-Length: 4
Transfer-Encoding: xchunked

abcd\
POST /b HTTP/1.1
Transfer-Encoding : chunked
Transfer-Encoding: chunked, identity

1
z
0

POST /c HTTP/1.1
Transfer-Encoding: chunked
Transfer-Encoding: gzip

1
y
0

===
> begin http.request tx=0 POST path=/a length=4
> transport http none
> anomaly length_conflict transfer-encoding without chunked
> text path Plain "/a"
> text header Headers "Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n"
> body "abcd"
> end complete
> begin http.request tx=1 POST path=/b
> anomaly header_malformed blank around a header name
> anomaly length_conflict chunked twice
> text path Plain "/b"
> text header Headers "Transfer-Encoding : chunked\r\nTransfer-Encoding: chunked, identity\r\n"
> body "z"
> end complete
> begin http.request tx=2 POST path=/c codings=[Gzip]
> anomaly length_conflict chunked is not the last transfer coding
> text path Plain "/c"
> text header Headers "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n"
> body "y"
> end complete
