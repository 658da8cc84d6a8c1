# tus: the second piece is cut, and sent again from where it was.
>>>
PATCH /files/24e5 HTTP/1.1
Content-Type: application/offset+octet-stream
Upload-Offset: 0
Content-Length: 4

abcd\
<<<
HTTP/1.1 204 No Content
Upload-Offset: 4

>>>
PATCH /files/24e5 HTTP/1.1
Content-Type: application/offset+octet-stream
Upload-Offset: 4
Content-Length: 6

efgh\
><> 2
<<<
HTTP/1.1 204 No Content
Upload-Offset: 10

>>>
PATCH /files/24e5 HTTP/1.1
Upload-Offset: 10
Content-Length: 2

kl\
===
> begin http.request tx=0 PATCH path=/files/24e5
> transport http none
> text path Plain "/files/24e5"
> text header Headers "Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 4\r\n"
> end complete
> stream 1
> begin http.request.body tx=0 PATCH path=/files/24e5 type="application/offset+octet-stream"
> body "abcd"
> stream 0
> outcome tx=0 Accepted
< begin http.response tx=0 PATCH path=/files/24e5 status=204
< text header Headers "HTTP/1.1 204 No Content\r\nUpload-Offset: 4\r\n"
< end complete
> begin http.request tx=1 PATCH path=/files/24e5
> text path Plain "/files/24e5"
> text header Headers "Content-Type: application/offset+octet-stream\r\nUpload-Offset: 4\r\nContent-Length: 6\r\n"
> end complete
> stream 1
> body "efgh"
> body_gap 2
> stream 0
> outcome tx=1 Accepted
< begin http.response tx=1 PATCH path=/files/24e5 status=204
< text header Headers "HTTP/1.1 204 No Content\r\nUpload-Offset: 10\r\n"
< end complete
> begin http.request tx=2 PATCH path=/files/24e5
> text path Plain "/files/24e5"
> text header Headers "Upload-Offset: 10\r\nContent-Length: 2\r\n"
> end complete
> stream 1
> body "kl"
> stream 0
> stream 1
> end cut
> stream 0
