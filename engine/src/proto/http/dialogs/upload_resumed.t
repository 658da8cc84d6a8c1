# An upload in pieces (Content-Range in a PUT): only the last one tells how long the file is. The query is part of its name.
>>>
PUT /u?upload_id=a1 HTTP/1.1
Content-Range: bytes 0-3/*
Content-Length: 4

abcd\
<<<
HTTP/1.1 308 Resume Incomplete
Range: bytes=0-3
Content-Length: 0

>>>
PUT /u?upload_id=a2 HTTP/1.1
Content-Range: bytes 0-1/4
Content-Length: 2

xy\
<<<
HTTP/1.1 308 Resume Incomplete
Content-Length: 0

>>>
PUT /u?upload_id=a1 HTTP/1.1
Content-Range: bytes 4-7/8
Content-Length: 4

efgh\
<<<
HTTP/1.1 200 OK
Content-Length: 0

===
> begin http.request tx=0 PUT path=/u
> transport http none
> text path Plain "/u"
> text query UrlEncoded "upload_id=a1"
> text header Headers "Content-Range: bytes 0-3/*\r\nContent-Length: 4\r\n"
> end complete
> stream 1
> begin http.request.body tx=0 PUT path=/u
> body "abcd"
> stream 0
> outcome tx=0 Accepted
< begin http.response tx=0 PUT path=/u status=308
< text header Headers "HTTP/1.1 308 Resume Incomplete\r\nRange: bytes=0-3\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=1 PUT path=/u
> text path Plain "/u"
> text query UrlEncoded "upload_id=a2"
> text header Headers "Content-Range: bytes 0-1/4\r\nContent-Length: 2\r\n"
> end complete
> stream 2
> begin http.request.body tx=1 PUT path=/u length=4
> body "xy"
> stream 0
> outcome tx=1 Accepted
< begin http.response tx=1 PUT path=/u status=308
< text header Headers "HTTP/1.1 308 Resume Incomplete\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=2 PUT path=/u
> text path Plain "/u"
> text query UrlEncoded "upload_id=a1"
> text header Headers "Content-Range: bytes 4-7/8\r\nContent-Length: 4\r\n"
> end complete
> stream 1
> body "efgh"
> end complete
> stream 0
> outcome tx=2 Accepted
< begin http.response tx=2 PUT path=/u status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
> stream 2
> end cut
> stream 0
