# AMQP 1.0: tokens are put to $cbs: one is accepted, one refused.
>>> hex
414d515000010000
<<< hex
414d515000010000
>>> hex
0000002202000000005312c01507a101734342404040005329c00701a104246362730000002c02000000005312c01f07a101725201414040005328c0
0701a10424636273005329c00501a1026d65
<<< hex
0000002202000000005312c01507a101734341404040005329c00701a104246362730000002c02000000005312c01f07a101725201424040005328c0
0701a10424636273005329c00501a1026d65
>>> hex
000000c102000000005314c009064343a00100434242005373c00b05a10131404040a1026d65005374c15a06a1096f7065726174696f6ea109707574
2d746f6b656ea10474797065a11f736572766963656275732e77696e646f77732e6e65743a736173746f6b656ea1046e616d65a114616d71703a2f2f
63726d2e6578616d706c652f71005377a1375368617265644163636573735369676e61747572652073723d63726d267369673d416231324364333426
73653d3126736b6e3d726f6f74
<<< hex
0000005102000000005314c00a06520143a00100434242005374c13104a10b7374617475732d636f646571000000caa1127374617475732d64657363
72697074696f6ea108416363657074656400537740
>>> hex
0000008502000000005314c00a06435201a00101434242005374c13704a1096f7065726174696f6ea1097075742d746f6b656ea1046e616d65a11861
6d71703a2f2f63726d2e6578616d706c652f6f74686572005377a12d5368617265644163636573735369676e61747572652073723d78267369673d5a
7a2673653d3126736b6e3d6e6f
<<< hex
0000003402000000005314c00b0652015201a00101434242005374c11302a10b7374617475732d636f6465710000019100537740
===
> begin amqp.method tx=0
> text  Plain "s $cbs "
> end complete
> begin amqp.method tx=1
> text  Plain "r $cbs me "
> end complete
< begin amqp.method tx=2
< text  Plain "s $cbs "
< end complete
< begin amqp.method tx=3
< text  Plain "r $cbs me "
< end complete
> stream 1
> begin amqp.publish tx=4 db table=$cbs type="application/json"
> text topic Plain "$cbs"
> text header Headers "message-id: 1\nreply-to: me\noperation: put-token\ntype: servicebus.windows.net:sastoken\nname: amqp://crm.example/q\n"
> credential token "amqp://crm.example/q":"SharedAccessSignature sr=crm&sig=Ab12Cd34&se=1&skn=root"  95 awaits
> end complete
< stream 1
< begin amqp.deliver tx=5 db table=$cbs type="application/json"
< text topic Plain "$cbs"
< text header Headers "status-code: 202\nstatus-description: Accepted\n"
< derived "null\n"
< end complete
> outcome tx=4 Accepted
> begin amqp.publish tx=6 db table=$cbs type="application/json"
> text topic Plain "$cbs"
> text header Headers "operation: put-token\nname: amqp://crm.example/other\n"
> credential token "amqp://crm.example/other":"SharedAccessSignature sr=x&sig=Zz&se=1&skn=no"  95 awaits
> end complete
< begin amqp.deliver tx=7 db table=$cbs type="application/json"
< text topic Plain "$cbs"
< text header Headers "status-code: 401\n"
< derived "null\n"
< end complete
> outcome tx=6 Rejected
