@limit head_bytes 200
>>>
POST /a HTTP/1.1
Transfer-Encoding: chunked

0
X: \{300*a}

===
> begin http.request tx=0 POST path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Transfer-Encoding: chunked\r\n"
> anomaly head_too_long trailer section
> end cut
> lost
