# Options that were granted for a request that was not seen.
>>> hex
0006626c6b73697a65003136007473697a6500343000
<<< hex
00040000
>>> hex
000300016e616d652c6d6f62696c650d0ae69d8e
<<< hex
00040001
>>> hex
00030002e99bb72c31333830303133383030
<<< hex
00040002

===
> stream 1
> begin tftp.file tx=0 length=40
> body "name,mobile\r\n李雷,1380013800"
> end complete
> stream 0
