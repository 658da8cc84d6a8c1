# Transfer-Encoding behind a fold.
>>>
POST /a HTTP/1.1
Host: a.example
Transfer-Encoding:
 chunked

2
hi
0

===
> begin http.request tx=0 POST host=a.example path=/a
> transport http none
> anomaly header_malformed folded header line
> text path Plain "/a"
> text header Headers "Host: a.example\r\nTransfer-Encoding:\r\n chunked\r\n"
> body "hi"
> end complete
