# Logins refused, one after the other; the server drops the last.
<<<
220 FTP
>>>
USER bro
PASS 1
USER bro
PASS 2
<<<
331 Password required
530 Login incorrect
331 Password required
421 Too many
===
< begin ftp.reply tx=0
< body "220 FTP\r\n"
< end complete
> begin ftp.command tx=0
> body "USER bro\r\n"
> end complete
> begin ftp.command tx=1
> credential pass "bro":"1"  95 awaits
> body "PASS 1\r\n"
> end complete
> begin ftp.command tx=2
> body "USER bro\r\n"
> end complete
> begin ftp.command tx=3
> credential pass "bro":"2"  95 awaits
> body "PASS 2\r\n"
> end complete
< begin ftp.reply tx=0
< body "331 Password required\r\n"
< end complete
< begin ftp.reply tx=1
< body "530 Login incorrect\r\n"
< end complete
> outcome tx=1 Rejected
< begin ftp.reply tx=2
< body "331 Password required\r\n"
< end complete
< begin ftp.reply tx=3
< body "421 Too many\r\n"
< end complete
> outcome tx=3 Rejected
