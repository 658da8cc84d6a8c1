# After a file was read, one is written without a request that was seen.
>>> hex
0001612e747874006f6374657400
<<< hex
0003000172656164
>>> hex
00040001
>>> hex
000300017772697474656e
<<< hex
00040001

===
> begin tftp.request tx=0
> text  Plain "a.txt"
> end complete
> announce tftp > :0 tftp.file tx=0 "a.txt"
< stream 1
< begin tftp.file tx=0 file="a.txt"
< body "read"
< end complete
< stream 0
> stream 1
> begin tftp.file tx=0
> body "written"
> end complete
> stream 0
