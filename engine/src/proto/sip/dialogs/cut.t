# The stream ends in a body.
>>>
MESSAGE sip:bob@example.cn SIP/2.0
Content-Length: 20

phone 1\
>>|
===
> begin sip.request tx=0 length=20
> text header Headers "MESSAGE sip:bob@example.cn SIP/2.0\r\nContent-Length: 20\r\n\r\n"
> body "phone 1"
> end cut
