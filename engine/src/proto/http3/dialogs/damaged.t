# Sections that are none: the rest of the stream is read.
>>> hex
01040000ff24011e0000d1d751062f613f713d315009612e6578616d706c655f5003742f315f0001
78
<<< hex
010001030000d9
===
> anomaly header_malformed an index beyond the static table
> stream 1
> begin http.request tx=0
> anomaly header_malformed a field section is cut
> end cut
> begin http.request tx=0 GET host=a.example path=/a agent=t/1
> text path Plain "/a"
> text query UrlEncoded "q=1"
> text header Headers "host: a.example\r\nuser-agent: t/1\r\n"
> body "x"
< anomaly header_malformed a field section is cut
< stream 1
< begin http.response tx=0 GET host=a.example path=/a agent=t/1
> outcome tx=0 Accepted
< end cut
< begin http.response tx=0 GET host=a.example path=/a agent=t/1 status=200
> end cut
< end cut
