# A section that waits for entries of a table that does not come.
>>> hex
010702008051022f780003613d31
<<< hex
01030000d9
===
> stream 1
> begin http.request tx=0
> body "a=1"
< stream 1
< begin http.response tx=0 status=200
> end cut
< end cut
