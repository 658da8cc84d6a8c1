# HTTP/1.0: the end of the connection ends the body.
>>>
GET /list.json HTTP/1.0

<<<
HTTP/1.0 200 OK
Content-Type: application/json

{"a":1}
more\
<<|
===
> begin http.request tx=0 GET path=/list.json
> transport http none
> text path Plain "/list.json"
> end complete
> outcome tx=0 Accepted
< begin http.response tx=0 GET path=/list.json status=200 type="application/json" file="list.json"
< text header Headers "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
< body "{\"a\":1}\r\nmore"
< end complete
