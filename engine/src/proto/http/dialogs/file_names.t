# RFC 8187 before the plain name; raw GBK bytes stay bytes; else the path's last segment.
>>>
GET /1 HTTP/1.1

GET /2 HTTP/1.1

GET /files/%E5%AE%A2%E6%88%B7.xlsx;v=1?dl=1 HTTP/1.1

GET /api/list HTTP/1.1

PUT /up/data.tar.gz HTTP/1.1
Content-Length: 1

x\
<<<
HTTP/1.1 200 OK
Content-Disposition: attachment; filename="a;b \\"q\\".csv"; filename*=UTF-8''%E5%AE%A2.csv
Content-Length: 1

1\
HTTP/1.1 200 OK
Content-Disposition: form-data; name=f; filename="\xbf\xcd\xbb\xa7.txt"
Content-Length: 1

2\
HTTP/1.1 200 OK
Content-Length: 1

3\
HTTP/1.1 200 OK
Content-Length: 1

4\
===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> end complete
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> end complete
> begin http.request tx=2 GET path=/files/%E5%AE%A2%E6%88%B7.xlsx;v=1
> text path Plain "/files/%E5%AE%A2%E6%88%B7.xlsx;v=1"
> text query UrlEncoded "dl=1"
> end complete
> begin http.request tx=3 GET path=/api/list
> text path Plain "/api/list"
> end complete
> begin http.request tx=4 PUT path=/up/data.tar.gz file="data.tar.gz" length=1
> text path Plain "/up/data.tar.gz"
> text header Headers "Content-Length: 1\r\n"
> body "x"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/1 status=200 file="客.csv" length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=\"a;b \\\"q\\\".csv\"; filename*=UTF-8\'\'%E5%AE%A2.csv\r\nContent-Length: 1\r\n"
< body "1"
< end complete
> outcome tx=1 Accepted
< begin http.response tx=1 GET path=/2 status=200 file="\xbf\xcd\xbb\xa7.txt" length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Disposition: form-data; name=f; filename=\"\xbf\xcd\xbb\xa7.txt\"\r\nContent-Length: 1\r\n"
< body "2"
< end complete
> outcome tx=2 Accepted
< begin http.response tx=2 GET path=/files/%E5%AE%A2%E6%88%B7.xlsx;v=1 status=200 file="客户.xlsx" length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "3"
< end complete
> outcome tx=3 Accepted
< begin http.response tx=3 GET path=/api/list status=200 length=1
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
< body "4"
< end complete
