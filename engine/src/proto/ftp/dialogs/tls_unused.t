# TLS is offered, and the password goes in the clear.
<<<
220 FTP
>>>
FEAT
<<<
211-Features:
 AUTH TLS
211 End
>>>
USER a
PASS b
<<<
331 Password
230 In
===
< begin ftp.reply tx=0
< body "220 FTP\r\n"
< end complete
> begin ftp.command tx=0
> body "FEAT\r\n"
> end complete
< begin ftp.reply tx=0
< body "211-Features:\r\n AUTH TLS\r\n211 End\r\n"
< end complete
> transport ftp none upgrade=offered_unused
> begin ftp.command tx=1
> body "USER a\r\n"
> end complete
> begin ftp.command tx=2
> credential pass "a":"b"  95 awaits
> body "PASS b\r\n"
> end complete
< begin ftp.reply tx=1
< body "331 Password\r\n"
< end complete
< begin ftp.reply tx=2
< body "230 In\r\n"
< end complete
> outcome tx=2 Accepted
> transport ftp none upgrade=offered_unused
