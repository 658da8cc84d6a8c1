# The server just asks again, then closes.
<<<
\xff\xfb\x01\xff\xfb\x03login: \
>>>
a
<<<
Password: \
>>>
b
<<<

Password: \
>>>
c
===
< begin telnet.output tx=0
< body "login: Password: \r\nPassword: "
> begin telnet.input tx=0
> body "a\r\nb\r"
> credential prompt "a":"b"  90 awaits
> end complete
> begin telnet.input tx=1
> body "\n"
> outcome tx=0 Rejected
> body "c\r"
> credential prompt "a":"c"  90 awaits
> end complete
> begin telnet.input tx=2
> body "\n"
> end complete
< end complete
