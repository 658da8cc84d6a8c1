# Seen from the middle on, and cut.
>>>
EPRT |2|2001:db8::5|5282|
STOR a.xlsx
<<<
200 ok
15\
===
> begin ftp.command tx=0
> announce ftp-data > 2001:db8::5:5282 ftp.file tx=0
> body "EPRT |2|2001:db8::5|5282|\r\n"
> end complete
> begin ftp.command tx=1
> announce ftp-data > 2001:db8::5:5282 ftp.file tx=1 "a.xlsx"
> body "STOR a.xlsx\r\n"
> end complete
< begin ftp.reply tx=0
< body "200 ok\r\n"
< end complete
