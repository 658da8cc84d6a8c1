# A login, a listing in active mode, a file in passive mode from an offset.
<<<
220 FTP ready
>>>
USER nancy
<<<
331 Send password
>>>
PASS secret 1
<<<
230-Welcome
 230 is not the end
230 Logged in
>>>
PORT 10,20,0,5,200,1
<<<
200 PORT ok
>>>
LIST
<<<
150 Here it comes
226 Done
>>>
PASV
<<<
227 Entering Passive Mode (203,0,113,10,195,96).
>>>
REST 100
<<<
350 Restarting
>>>
RETR /export/customers.csv
<<<
150 Opening
226 Done
>>>
QUIT
<<<
221 Goodbye
===
< begin ftp.reply tx=0
< body "220 FTP ready\r\n"
< end complete
> begin ftp.command tx=0
> body "USER nancy\r\n"
> end complete
< begin ftp.reply tx=0
< body "331 Send password\r\n"
< end complete
> begin ftp.command tx=1
> credential pass "nancy":"secret 1"  95 awaits
> body "PASS secret 1\r\n"
> end complete
< begin ftp.reply tx=1
< body "230-Welcome\r\n 230 is not the end\r\n230 Logged in\r\n"
< end complete
> outcome tx=1 Accepted
> begin ftp.command tx=2
> announce ftp-data > 10.20.0.5:51201 ftp.file tx=2
> body "PORT 10,20,0,5,200,1\r\n"
> end complete
< begin ftp.reply tx=2
< body "200 PORT ok\r\n"
< end complete
> begin ftp.command tx=3
> announce ftp-data > 10.20.0.5:51201 ftp.list tx=3
> body "LIST\r\n"
> end complete
< begin ftp.reply tx=3
< body "150 Here it comes\r\n"
< end complete
< begin ftp.reply tx=3
< body "226 Done\r\n"
< end complete
> begin ftp.command tx=4
> body "PASV\r\n"
> end complete
< begin ftp.reply tx=4
< body "227 Entering Passive Mode (203,0,113,10,195,96).\r\n"
< end complete
< announce ftp-data < 203.0.113.10:50016 ftp.file tx=5
> begin ftp.command tx=5
> body "REST 100\r\n"
> end complete
< begin ftp.reply tx=5
< body "350 Restarting\r\n"
< end complete
> begin ftp.command tx=6
> announce ftp-data < 203.0.113.10:50016 ftp.file tx=6 "customers.csv" from=100
> body "RETR /export/customers.csv\r\n"
> end complete
< begin ftp.reply tx=6
< body "150 Opening\r\n"
< end complete
< begin ftp.reply tx=6
< body "226 Done\r\n"
< end complete
> begin ftp.command tx=7
> body "QUIT\r\n"
> end complete
< begin ftp.reply tx=7
< body "221 Goodbye\r\n"
< end complete
