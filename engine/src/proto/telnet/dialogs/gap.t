# Bytes are missing on both sides: the login is not guessed at.
<<<
\xff\xfb\x01\xff\xfb\x03login: \
>>>
li
<<<
Pass\
<>< 6
>>>
s3cr\
><> 2
>>>
t
13800138000
<<<
$ \
===
< begin telnet.output tx=0
< body "login: Pass"
> begin telnet.input tx=0
> body "li\r\ns3cr"
< body_gap 6
> body_gap 2
> body "t\r\n13800138000\r\n"
< body "$ "
> end complete
< end complete
