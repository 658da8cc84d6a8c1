# Bytes are missing on both sides; the login behind them is read.
>>>
\0li\0liwei\0xterm/38400\0\
<>< 1
<<<
Pass\
<>< 3
<<<
d: \
>>>
lost\
><> 4
>>>
rest\r\
<<<
Password: \
>>>
s3cret\r\
<<<

$ \
===
> begin rlogin.input tx=0
> text startup Headers "remote-user: liwei\nterminal: xterm/38400\n"
< begin rlogin.output tx=0
< body "Pass"
< body_gap 3
< body "d: Password: \r\n$ "
> body "lost"
> body_gap 4
> body "rest\rs3cret\r"
> credential prompt "liwei":"s3cret"  90 awaits
> end complete
> outcome tx=0 Accepted
< end complete
