# Bytes are missing: each side goes on with its next line.
<<<
220 FTP
>>>
USER na\
><> 10
>>>
cy
PASS x
<<<
331 ok
230-lo\
<>< 5
<<<
more of it
230 In
===
< begin ftp.reply tx=0
< body "220 FTP\r\n"
< end complete
> begin ftp.command tx=0
> body "cy\r\n"
> end cut
> begin ftp.command tx=0
> credential pass "":"x"  95 awaits
> body "PASS x\r\n"
> end complete
< begin ftp.reply tx=0
< body "331 ok\r\n"
< end complete
< begin ftp.reply tx=0
< body "more of it\r\n"
< end cut
< begin ftp.reply tx=0
< body "230 In\r\n"
< end complete
> outcome tx=0 Accepted
