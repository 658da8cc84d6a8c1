# What was shown of a head when the connection ends is left to the raw scan.
>>>
GET /a HTTP/1.1
Host: a\
>>|
===
