# 100 Continue and 103 Early Hints are not the answer.
>>>
PUT /f/report.csv HTTP/1.1
Host: a.example
Expect: 100-continue
Content-Length: 4

<<<
HTTP/1.1 100 Continue

>>>
a,b\n\
<<<
HTTP/1.1 103 Early Hints
Link: </s.css>

HTTP/1.1 201 Created
Content-Length: 0

===
> begin http.request tx=0 PUT host=a.example path=/f/report.csv file="report.csv" length=4
> transport http none
> text path Plain "/f/report.csv"
> text header Headers "Host: a.example\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"
< begin http.response tx=0 PUT host=a.example path=/f/report.csv status=100
< text header Headers "HTTP/1.1 100 Continue\r\n"
< end complete
> body "a,b\n"
> end complete
< begin http.response tx=0 PUT host=a.example path=/f/report.csv status=103
< text header Headers "HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n"
< end complete
> outcome tx=0 Accepted
< begin http.response tx=0 PUT host=a.example path=/f/report.csv status=201
< text header Headers "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n"
< end complete
