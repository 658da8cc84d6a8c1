# A body that is compressed, as a header says.
>>>
CONNECT\naccept-version:1.2\nhost:/\nlogin:crm1\npasscode:s3cret\n\n\0\
SEND\ndestination:/q/a\ncontent-encoding:gzip\ncontent-length:4\n\n\x1f\x8b\0\x08\0\
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2\nhost: /\n"
> credential passcode "crm1":"s3cret"  95 awaits
> end complete
> begin stomp.send tx=1 db table=/q/a user=crm1 codings=[Gzip]
> text topic Plain "/q/a"
> text header Headers "content-encoding: gzip\n"
> body "\x1f\x8b\x00\x08"
> end complete
