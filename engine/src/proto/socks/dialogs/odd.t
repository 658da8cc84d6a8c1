# No version of it answers.
>>> hex
05 01 00
<<< hex
48 54 54 50
===
> transport socks none
< lost
