# Version 4a: a user and a name.
>>> hex
04 01 00 50 00 00 00 01 6c 69 40 61 2e 65 78 61 6d 70 6c 65 00 63 72 6d 2e 65 78 61 6d 70 6c 65 00
<<< hex
00 5a 00 00 00 00 00 00
===
> transport socks none
> begin socks.request tx=0
> text user Plain "li@a.example"
> text target Plain "crm.example"
> end complete
> transport socks none tunnel=socks
< handover
