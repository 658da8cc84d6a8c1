# Blocks of a window overtake one another and are sent again.
>>> hex
0001612e747874006f6374657400626c6b73697a6500380077696e646f7773697a65003400
<<< hex
0006626c6b73697a6500380077696e646f7773697a65003400
>>> hex
00040000
<<< hex
000300016e616d652c6d6f62
<<< hex
000300033133383030313338
<<< hex
00030002696c650d0a782c31
<<< hex
000300043939393939393939
>>> hex
00040002
<<< hex
000300033133383030313338
<<< hex
000300043939393939393939
<<< hex
00030005656e64
>>> hex
00040005

===
> begin tftp.request tx=0
> text  Plain "a.txt"
> end complete
> announce tftp > :0 tftp.file tx=0 "a.txt"
< stream 1
< begin tftp.file tx=0 file="a.txt"
< body "name,mob"
< stream 2
< begin tftp.file tx=0 file="a.txt" from=16
< body "13800138"
< stream 1
< body "ile\r\nx,1"
< join 2 8
< body "99999999end"
< end complete
< stream 0
