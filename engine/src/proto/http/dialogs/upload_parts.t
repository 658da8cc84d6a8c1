# Parts of S3: those that follow one another are one file, which is whole once the upload is told to be.
>>>
PUT /b/all.csv.gz?partNumber=1&uploadId=U1 HTTP/1.1
Content-Length: 4

abcd\
<<<
HTTP/1.1 200 OK
Content-Length: 0

>>>
PUT /b/all.csv.gz?partNumber=2&uploadId=U1 HTTP/1.1
Content-Length: 2

ef\
<<<
HTTP/1.1 200 OK
Content-Length: 0

>>>
PUT /b/other.csv?uploadId=U2&partNumber=7 HTTP/1.1
Content-Length: 2

xy\
<<<
HTTP/1.1 200 OK
Content-Length: 0

>>>
POST /b/all.csv.gz?uploadId=U1 HTTP/1.1
Content-Length: 2

ok\
<<<
HTTP/1.1 200 OK
Content-Length: 0

===
> begin http.request tx=0 PUT path=/b/all.csv.gz
> transport http none
> text path Plain "/b/all.csv.gz"
> text query UrlEncoded "partNumber=1&uploadId=U1"
> text header Headers "Content-Length: 4\r\n"
> end complete
> stream 1
> begin http.request.body tx=0 PUT path=/b/all.csv.gz file="all.csv.gz"
> body "abcd"
> stream 0
> outcome tx=0 Accepted
< begin http.response tx=0 PUT path=/b/all.csv.gz status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=1 PUT path=/b/all.csv.gz
> text path Plain "/b/all.csv.gz"
> text query UrlEncoded "partNumber=2&uploadId=U1"
> text header Headers "Content-Length: 2\r\n"
> end complete
> stream 1
> body "ef"
> stream 0
> outcome tx=1 Accepted
< begin http.response tx=1 PUT path=/b/all.csv.gz status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=2 PUT path=/b/other.csv
> text path Plain "/b/other.csv"
> text query UrlEncoded "uploadId=U2&partNumber=7"
> text header Headers "Content-Length: 2\r\n"
> end complete
> stream 2
> begin http.request.body tx=2 PUT path=/b/other.csv file="other.csv" from=31457280
> body "xy"
> stream 0
> outcome tx=2 Accepted
< begin http.response tx=2 PUT path=/b/other.csv status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
> begin http.request tx=3 POST path=/b/all.csv.gz length=2
> text path Plain "/b/all.csv.gz"
> text query UrlEncoded "uploadId=U1"
> text header Headers "Content-Length: 2\r\n"
> stream 1
> end complete
> stream 0
> body "ok"
> end complete
> outcome tx=3 Accepted
< begin http.response tx=3 POST path=/b/all.csv.gz status=200
< text header Headers "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
< end complete
> stream 2
> end cut
> stream 0
