# A login that is refused: nothing goes through.
>>> hex
05 03 00 01 02
<<< hex
05 02
>>> hex
01 02 6c 69 06 73 65 63 72 65 74
<<< hex
01 02
===
> transport socks none
> begin socks.login tx=0
> text  Plain "li"
> credential password "li":"secret"  95 awaits
> end complete
> outcome tx=0 Rejected
