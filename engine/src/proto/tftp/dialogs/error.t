# A request that is refused, with reasons; then another.
>>> hex
00017365637265742e747874006f6374657400
<<< hex
0005000146696c65206e6f7420666f756e6400
>>> hex
0002622e747874006f6374657400
<<< hex
00040000
>>> hex
000300013133383030313338303030
<<< hex
00050003
>>> hex
0001632e747874006f6374657400
>>> hex
0001632e747874006f6374657400
<<< hex
0003000163

===
> begin tftp.request tx=0
> text  Plain "secret.txt"
> end complete
> announce tftp > :0 tftp.file tx=0 "secret.txt"
< begin tftp.error tx=0
< text  Plain "File not found"
< end complete
> begin tftp.request tx=1
> text  Plain "b.txt"
> end complete
> announce tftp > :0 tftp.file tx=1 "b.txt"
> stream 1
> begin tftp.file tx=1 file="b.txt"
> body "13800138000"
> end complete
> stream 0
> begin tftp.request tx=2
> text  Plain "c.txt"
> end complete
> announce tftp > :0 tftp.file tx=2 "c.txt"
> announce tftp > :0 tftp.file tx=2 "c.txt"
< stream 1
< begin tftp.file tx=2 file="c.txt"
< body "c"
< end complete
< stream 0
