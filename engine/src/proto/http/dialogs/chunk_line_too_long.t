>>>
POST /a HTTP/1.1
Transfer-Encoding: chunked

5;\{5000*x}
hello
0

===
> begin http.request tx=0 POST path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Transfer-Encoding: chunked\r\n"
> anomaly chunk_invalid size line too long
> end cut
> begin http.request tx=0 POST path=/a
> body "5;xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 5016 bytes #aead67de
> end cut
