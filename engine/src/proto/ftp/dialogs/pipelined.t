# Commands that do not wait for their answers: each file keeps its name, and its own channel.
<<<
220 FTP ready
>>>
TYPE I
EPSV
STOR /upload/a.csv
EPSV
LIST
<<<
200 ok
229 Entering Extended Passive Mode (|||50001|)
150 go on
226 Done
229 Entering Extended Passive Mode (|||50002|)
150 go on
226 Done
===
< begin ftp.reply tx=0
< body "220 FTP ready\r\n"
< end complete
> begin ftp.command tx=0
> body "TYPE I\r\n"
> end complete
> begin ftp.command tx=1
> body "EPSV\r\n"
> end complete
> begin ftp.command tx=2
> body "STOR /upload/a.csv\r\n"
> end complete
> begin ftp.command tx=3
> body "EPSV\r\n"
> end complete
> begin ftp.command tx=4
> body "LIST\r\n"
> end complete
< begin ftp.reply tx=0
< body "200 ok\r\n"
< end complete
< begin ftp.reply tx=1
< body "229 Entering Extended Passive Mode (|||50001|)\r\n"
< end complete
< announce ftp-data < :50001 ftp.file tx=2 "a.csv"
< begin ftp.reply tx=2
< body "150 go on\r\n"
< end complete
< begin ftp.reply tx=2
< body "226 Done\r\n"
< end complete
< begin ftp.reply tx=3
< body "229 Entering Extended Passive Mode (|||50002|)\r\n"
< end complete
< announce ftp-data < :50002 ftp.list tx=4
< begin ftp.reply tx=4
< body "150 go on\r\n"
< end complete
< begin ftp.reply tx=4
< body "226 Done\r\n"
< end complete
