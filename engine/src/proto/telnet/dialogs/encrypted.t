# The ENCRYPT option starts: what the client sends is closed to us.
>>> hex
fffb26 fffa26 00 01 fff0 fffa26 03 00 fff0 0102030405
<<<
hello there
===
> bypass encrypted
< begin telnet.output tx=0
< body "hello there\r\n"
< end complete
