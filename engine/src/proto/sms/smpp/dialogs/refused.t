# A bind that was refused (python-smpplib and node-smpp).
>>> hex
0000002500000009000000000000000263726d73686f700057726f6e672d31000034000000
<<< hex
00000010800000090000000e00000002
===
> begin smpp.bind tx=0 db user=crmshop
> credential password "crmshop":"Wrong-1" password 95 awaits
> end complete
> outcome tx=0 Rejected
