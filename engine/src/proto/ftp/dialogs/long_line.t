# A line longer than any command passes as text.
<<<
220 FTP
>>>
STOR \{900*0123456789}
NOOP
===
< begin ftp.reply tx=0
< body "220 FTP\r\n"
< end complete
> anomaly head_too_long line
> begin ftp.command tx=0
> body "STOR 01234567890123456789012345678901234"... 9007 bytes #a73d164d
> end cut
> begin ftp.command tx=0
> body "NOOP\r\n"
> end complete
