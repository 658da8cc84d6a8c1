# A message centre that calls: its login has no outcome, that of the application is refused by a nack.
>>> hex
0000001f0000000b000000000000000163656e747265004f757462316e6400
<<< hex
0000002900000001000000000000000163726d73686f700053336372657437370063726d0034000000
>>> hex
00000010800000000000000d00000001
===
> begin smpp.outbind tx=0 db user=centre
> credential password "centre":"Outb1nd" password 95
> end complete
< begin smpp.bind tx=1 db user=crmshop
< credential password "crmshop":"S3cret77" password 95 awaits
< end complete
< outcome tx=1 Rejected
