# A block that was acknowledged was not seen: it is missing in its file.
>>> hex
0001612e747874006f6374657400626c6b73697a65003800
<<< hex
0006626c6b73697a65003800
<<< hex
000300016161616161616161
<<< hex
000300036363636363636363
>>> hex
00040003
<<< hex
000300046464

===
> begin tftp.request tx=0
> text  Plain "a.txt"
> end complete
> announce tftp > :0 tftp.file tx=0 "a.txt"
< stream 1
< begin tftp.file tx=0 file="a.txt"
< body "aaaaaaaa"
< body_gap 8
< body "ccccccccdd"
< end cut
< stream 0
