# Answers that adjoin are one file, whatever comes between; one from elsewhere stays apart, and waits for its neighbour.
>>>
GET /d/all.csv HTTP/1.1
Range: bytes=0-3

<<<
HTTP/1.1 206 Partial Content
Content-Type: text/csv
Content-Range: bytes 0-3/12
Content-Length: 4

abcd\
>>>
GET /logo HTTP/1.1

<<<
HTTP/1.1 200 OK
Content-Length: 2

ok\
>>>
GET /d/all.csv HTTP/1.1
Range: bytes=8-11

<<<
HTTP/1.1 206 Partial Content
Content-Range: bytes 8-11/12
Content-Length: 4

ijkl\
>>>
GET /d/all.csv HTTP/1.1
Range: bytes=4-7

<<<
HTTP/1.1 206 Partial Content
Content-Range: bytes 4-7/12
Content-Length: 4

efgh\
===
> begin http.request tx=0 GET path=/d/all.csv
> transport http none
> text path Plain "/d/all.csv"
> text header Headers "Range: bytes=0-3\r\n"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/d/all.csv status=206
< text header Headers "HTTP/1.1 206 Partial Content\r\nContent-Type: text/csv\r\nContent-Range: bytes 0-3/12\r\nContent-Length: 4\r\n"
< end complete
< stream 1
< begin http.response.body tx=0 GET path=/d/all.csv status=206 type="text/csv" file="all.csv" length=12
< body "abcd"
< stream 0
> begin http.request tx=1 GET path=/logo
> text path Plain "/logo"
> end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/logo status=200 length=2
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
< body "ok"
< end complete
> begin http.request tx=2 GET path=/d/all.csv
> text path Plain "/d/all.csv"
> text header Headers "Range: bytes=8-11\r\n"
> end complete
> outcome tx=2 Accepted
< begin http.response tx=2 GET path=/d/all.csv status=206
< text header Headers "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 8-11/12\r\nContent-Length: 4\r\n"
< end complete
< stream 2
< begin http.response.body tx=2 GET path=/d/all.csv status=206 file="all.csv" from=8
< body "ijkl"
< stream 0
> begin http.request tx=3 GET path=/d/all.csv
> text path Plain "/d/all.csv"
> text header Headers "Range: bytes=4-7\r\n"
> end complete
> outcome tx=3 Accepted
< begin http.response tx=3 GET path=/d/all.csv status=206
< text header Headers "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 4-7/12\r\nContent-Length: 4\r\n"
< end complete
< stream 1
< body "efgh"
< join 2 4
< end complete
< stream 0
