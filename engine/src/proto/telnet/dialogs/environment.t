# The user is named in the environment; an IAC in a value and in the text is doubled.
>>>
\xff\xfb\x27\xff\xfa\x27\0\0USER\x01zhang\x03X\x01a\xff\xffb\xff\xf0\
<<<
\xff\xfd\x27Password: \
>>>
s3cret
<<<

caf\xff\xff bar
$ \
===
> begin telnet.input tx=0
> text option Plain "USER zhang X a\xff\xffb"
< begin telnet.output tx=0
< body "Password: \r\ncaf\xff bar\r\n$ "
> body "s3cret\r"
> credential prompt "zhang":"s3cret"  90 awaits
> end complete
> begin telnet.input tx=1
> body "\n"
> end complete
> outcome tx=0 Accepted
< end complete
