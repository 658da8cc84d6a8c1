# Folded lines, a blank before the colon, a line without a colon, one without a name.
>>>
GET / HTTP/1.1
Host : a.example
X-Long: one
  two
 three
Content-Type: text/plain;
\tcharset=gbk
broken line
: nameless

===
> begin http.request tx=0 GET host=a.example path=/
> transport http none
> anomaly header_malformed blank around a header name
> text header Headers "Host : a.example\r\nX-Long: one\r\n  two\r\n three\r\nContent-Type: text/plain;\r\n\tcharset=gbk\r\nbroken line\r\n: nameless\r\n"
> end complete
