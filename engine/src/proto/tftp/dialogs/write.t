# A file is written after its options were granted.
>>> hex
0002e5aea2e688b72e637376006f6374657400626c6b73697a65003136007473697a6500333300
<<< hex
0006626c6b73697a65003136007473697a6500333300
>>> hex
000300016e616d652c6d6f62696c650d0ae69d8e
<<< hex
00040001
>>> hex
00030002e99bb72c31333830303133383030300d
<<< hex
00040002
>>> hex
000300030a
<<< hex
00040003

===
> begin tftp.request tx=0
> text  Plain "客户.csv"
> end complete
> announce tftp > :0 tftp.file tx=0 "客户.csv"
> stream 1
> begin tftp.file tx=0 file="客户.csv" length=33
> body "name,mobile\r\n李雷,13800138000\r\n"
> end complete
> stream 0
