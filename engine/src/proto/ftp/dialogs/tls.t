# Both sides agree on TLS: what follows is another protocol.
<<<
220 FTP
>>>
FEAT
<<<
211-Features:
 AUTH TLS;SSL
 UTF8
211 End
>>>
AUTH TLS
<<<
234 Proceed
>>> hex
16030100050100000100
===
< begin ftp.reply tx=0
< body "220 FTP\r\n"
< end complete
> begin ftp.command tx=0
> body "FEAT\r\n"
> end complete
< begin ftp.reply tx=0
< body "211-Features:\r\n AUTH TLS;SSL\r\n UTF8\r\n211 End\r\n"
< end complete
> transport ftp none upgrade=offered_unused
> begin ftp.command tx=1
> body "AUTH TLS\r\n"
> end complete
< begin ftp.reply tx=1
< body "234 Proceed\r\n"
< end complete
> transport ftp none upgrade=used
< handover
