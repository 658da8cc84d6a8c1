# The last block is empty where the file fills all before it.
>>> hex
0001612e747874006f6374657400626c6b73697a65003800
<<< hex
0006626c6b73697a65003800
>>> hex
00040000
<<< hex
000300013132333435363738
>>> hex
00040001
<<< hex
00030002
>>> hex
00040002

===
> begin tftp.request tx=0
> text  Plain "a.txt"
> end complete
> announce tftp > :0 tftp.file tx=0 "a.txt"
< stream 1
< begin tftp.file tx=0 file="a.txt"
< body "12345678"
< end complete
< stream 0
