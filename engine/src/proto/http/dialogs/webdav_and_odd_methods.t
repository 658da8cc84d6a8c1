>>>
PROPFIND /dav/ HTTP/1.1
Depth: 1
Content-Length: 3

<a>\
VERSION-CONTROL /x HTTP/1.1

FROBNICATE /y HTTP/1.1

===
> begin http.request tx=0 PROPFIND path=/dav/ length=3
> transport http none
> text path Plain "/dav/"
> text header Headers "Depth: 1\r\nContent-Length: 3\r\n"
> body "<a>"
> end complete
> begin http.request tx=1 VERSION-CONTROL path=/x
> text path Plain "/x"
> end complete
> begin http.request tx=2 FROBNICATE path=/y
> text path Plain "/y"
> end complete
