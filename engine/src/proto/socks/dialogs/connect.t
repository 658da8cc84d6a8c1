# A login, then a name; both sides go on in another protocol, the client before it was told that it may.
>>> hex
05 01 02
<<< hex
05 02
>>> hex
01 02 6c 69 06 73 65 63 72 65 74
<<< hex
01 00
>>> hex
05 01 00 03 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00 50 47 45 54
<<< hex
05 00 00 01 7f 00 00 01 1f 40
===
> transport socks none
> begin socks.login tx=0
> text  Plain "li"
> credential password "li":"secret"  95 awaits
> end complete
> outcome tx=0 Accepted
> begin socks.request tx=0
> text target Plain "example.org"
> end complete
> transport socks none tunnel=socks
< handover
