@limit head_bytes 200
>>>
GET /a HTTP/1.1
Host: a.example

GET /b HTTP/1.1
X: \{300*a}

<<<
HTTP/1.1 200 OK

===
> begin http.request tx=0 GET host=a.example path=/a
> transport http none
> text path Plain "/a"
> text header Headers "Host: a.example\r\n"
> end complete
> anomaly head_too_long head
> lost
