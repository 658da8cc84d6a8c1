# Equal lengths are one length; different ones are a lie.
>>>
POST /a HTTP/1.1
Content-Length: 3, 3
Content-Length: 3

abc\
POST /b HTTP/1.1
Content-Length: 3
Content-Length: 5

defGET /c HTTP/1.1
Host: a.example

===
> begin http.request tx=0 POST path=/a length=3
> transport http none
> text path Plain "/a"
> text header Headers "Content-Length: 3, 3\r\nContent-Length: 3\r\n"
> body "abc"
> end complete
> begin http.request tx=1 POST path=/b length=3
> anomaly length_conflict content-length fields differ
> text path Plain "/b"
> text header Headers "Content-Length: 3\r\nContent-Length: 5\r\n"
> body "def"
> end complete
> begin http.request tx=2 GET host=a.example path=/c
> text path Plain "/c"
> text header Headers "Host: a.example\r\n"
> end complete
