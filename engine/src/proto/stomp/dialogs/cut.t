# The connection breaks within a body.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
SEND\ndestination:/q/a\n\nmobile 13800138000\
>>|
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> begin stomp.send tx=1 db table=/q/a user=crm1
> text topic Plain "/q/a"
> body "mobile 13800138000"
> end cut
