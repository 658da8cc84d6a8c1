# XMPP over WebSocket, with Prosody: a login by PLAIN, accepted, a message there and back.
>>> hex
81d144dc6d5778b31d322afc153a28b21e6a66a91f397eb5082322e61d3636bd00247ea4003b7eb21e6d3cb11d2769ba1f3629b5033066fc193879fe
082f25b11d3b21f20e3966fc1b3236af04382ae14f666aec4f787a
<<< hex
817e008b3c6f70656e20786d6c3a6c616e673d27656e2720786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d66
72616d696e67272076657273696f6e3d27312e30272066726f6d3d276578616d706c652e636e272069643d2730346666356538342d323538322d3462
62332d383330662d393839376565383430353062272f3e817e010d3c73747265616d3a666561747572657320786d6c6e733a73747265616d3d276874
74703a2f2f6574686572782e6a61626265722e6f72672f73747265616d732720786d6c6e733d276a61626265723a636c69656e74273e3c6d65636861
6e69736d7320786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d7361736c273e3c6d656368616e69736d3e5343
52414d2d5348412d3235363c2f6d656368616e69736d3e3c6d656368616e69736d3e534352414d2d5348412d313c2f6d656368616e69736d3e3c6d65
6368616e69736d3e504c41494e3c2f6d656368616e69736d3e3c2f6d656368616e69736d733e3c2f73747265616d3a66656174757265733e
>>> hex
81d83171f0960d1085e2595188fb5d1f83ab130482f80b1895e2574b80f743109de50b099dfa0b1f83ac491c80e61c0291e55d53d0fb541298f75f18
83fb0c53a0da7038beb40f30b7ee4130b8db4b28c3dc5d15b6d4024ddff7440598a8
<<< hex
81333c7375636365737320786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d7361736c272f3e
>>> hex
81d1d47500e0e81a7085ba55788db81b73ddf600728eee1c6594b24f7081a6146d93ee0d6d8cee1b73daac187090f9137281b91c6e87f655748fe957
6598b518708cb15b638ef6557685a606698fba4822d1fa4522cfea
<<< hex
817e008b3c6f70656e20786d6c3a6c616e673d27656e2720786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d66
72616d696e67272076657273696f6e3d27312e30272066726f6d3d276578616d706c652e636e272069643d2765653436313938612d316130392d3432
39322d393037612d373033623966356261666636272f3e817e01c03c73747265616d3a666561747572657320786d6c6e733a73747265616d3d276874
74703a2f2f6574686572782e6a61626265722e6f72672f73747265616d732720786d6c6e733d276a61626265723a636c69656e74273e3c62696e6420
786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d62696e64273e3c72657175697265642f3e3c2f62696e643e3c
73657373696f6e20786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d73657373696f6e273e3c6f7074696f6e61
6c2f3e3c2f73657373696f6e3e3c73756220786d6c6e733d2775726e3a786d70703a66656174757265733a7072652d617070726f76616c272f3e3c63
20686173683d277368612d312720786d6c6e733d27687474703a2f2f6a61626265722e6f72672f70726f746f636f6c2f6361707327206e6f64653d27
687474703a2f2f70726f736f64792e696d27207665723d276e434858714d39564948374c6972384448674d667a64754f354e673d272f3e3c76657220
786d6c6e733d2775726e3a786d70703a66656174757265733a726f73746572766572272f3e3c2f73747265616d3a66656174757265733e
>>> hex
81fe007e36a2bc320acbcd1242dbcc570b80cf5742809c5b529f9e5007809c4a5bced2410b80d65354c0d9400cc1d05b53ccc810089ede5b58c69c4a
5bced2410b80c9405898d55742c4864257d0dd5f4598c45f5a98d2410cdad142468fde5b58c69e0c0ad0d94159d7ce51539ccb0e19d0d94159d7ce51
539c801d54cbd256089e935b479c
<<< hex
817e00853c69712069643d2762312720786d6c6e733d276a61626265723a636c69656e742720747970653d27726573756c74273e3c62696e6420786d
6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d62696e64273e3c6a69643e6c69406578616d706c652e636e2f773c
2f6a69643e3c2f62696e643e3c2f69713e
>>> hex
81a1aec7800992b7f26cdda2ee6acbe7f864c2a9f3348cade16bcca2f233cdabe96cc0b3a22690
<<< hex
81463c70726573656e636520786d6c3a6c616e673d27656e2720786d6c6e733d276a61626265723a636c69656e74272066726f6d3d276c6940657861
6d706c652e636e2f77272f3e
>>> hex
81e7b0d5ec5d8cb8892ec3b48b3890ad8131dea6d17fdab48e3fd5a7d63edcbc8933c4f7cc29dfe8ce31d9958925d1b89c31d5fb8f3392f59824c0b0
d17fd3bd8d2992ebd03fdfb19563557b4ebb3862cc6c83eddc6d81e6d46d80e5d072d2ba88248ee9c330d5a69f3cd7b0d2
<<< hex
81793c6d65737361676520786d6c3a6c616e673d27656e2720786d6c6e733d276a61626265723a636c69656e742720747970653d2763686174272066
726f6d3d276c69406578616d706c652e636e2f77273e3c626f64793ee5aea2e688b72031333830303133383030303c2f626f64793e3c2f6d65737361
67653e
>>> hex
81b4b7438de28b20e18dc426ad9ada2fe3918a61f890d979e487c325b792d631ec8fc479f58fdb79e3918d3be092c76eeb90d62ee48cd061a2dc
<<< hex
81343c636c6f736520786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d6672616d696e67272f3e880f03e85374
7265616d20636c6f736564
>>> hex
888f477334de449b67aa351655b3671058b1341650
===
> transport websocket none
> stream 2
> begin xmpp.stream tx=1 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"example.cn\" version=\"1.0\"/>"
> end complete
< stream 2
< begin xmpp.stream tx=2 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<open xml:lang=\'en\' xmlns=\'urn:ietf:params:xml:ns:xmpp-framing\' version=\'1.0\' from=\'example.cn\' id=\'04ff5e84-2582-4bb3-830f-9897ee84050b\'/>"
< end complete
< begin xmpp.stream tx=3 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<stream:features xmlns:stream=\'http://et"... 269 bytes #83dc82c7
< end complete
> begin xmpp.stream tx=4 GET host=crm.example.cn path=/ws status=101
> credential plain "li":"s3cretPw" auth 95 awaits
> end complete
> outcome tx=4 Accepted
< begin xmpp.stream tx=5 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<success xmlns=\'urn:ietf:params:xml:ns:xmpp-sasl\'/>"
< end complete
> begin xmpp.stream tx=6 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"example.cn\" version=\"1.0\"/>"
> end complete
< begin xmpp.stream tx=7 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<open xml:lang=\'en\' xmlns=\'urn:ietf:params:xml:ns:xmpp-framing\' version=\'1.0\' from=\'example.cn\' id=\'ee46198a-1a09-4292-907a-703b9f5baff6\'/>"
< end complete
< begin xmpp.stream tx=8 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<stream:features xmlns:stream=\'http://et"... 448 bytes #225f5f90
< end complete
> begin xmpp.iq tx=9 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<iq type=\"set\" id=\"b1\" xmlns=\"jabber:client\"><bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\"><resource>w</resource></bind></iq>"
> end complete
< begin xmpp.iq tx=10 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<iq id=\'b1\' xmlns=\'jabber:client\' type=\'result\'><bind xmlns=\'urn:ietf:params:xml:ns:xmpp-bind\'><jid>li@example.cn/w</jid></bind></iq>"
< end complete
> begin xmpp.presence tx=11 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<presence xmlns=\"jabber:client\"/>"
> end complete
< begin xmpp.presence tx=12 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<presence xml:lang=\'en\' xmlns=\'jabber:client\' from=\'li@example.cn/w\'/>"
< end complete
> begin xmpp.message tx=13 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<message xmlns=\"jabber:client\" to=\"li@example.cn\" type=\"chat\"><body>客户 13800138000</body></message>"
> end complete
< begin xmpp.message tx=14 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<message xml:lang=\'en\' xmlns=\'jabber:client\' type=\'chat\' from=\'li@example.cn/w\'><body>客户 13800138000</body></message>"
< end complete
> begin xmpp.stream tx=15 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\"/>"
> end complete
< begin xmpp.stream tx=16 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<close xmlns=\'urn:ietf:params:xml:ns:xmpp-framing\'/>"
< end complete
< stream 1
< begin websocket.close tx=1 GET host=crm.example.cn path=/ws status=101
< body "\x03\xe8Stream closed"
< end complete
> stream 1
> begin websocket.close tx=2 GET host=crm.example.cn path=/ws status=101
> body "\x03\xe8Stream closed"
> end complete
> stream 2
< stream 2
