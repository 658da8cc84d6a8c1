# XMPP over WebSocket, with Prosody: a login that is refused.
>>> hex
81d123a147051fce37604d813f684fcf343801d4356b19c82271459b376451c02a7619d92a6919cf343f5bcc37750ec735644ec829620181336a1e83
227d42cc3769468f246b0181316051d22e6a4d9c65340d91652a1d
<<< hex
817e008b3c6f70656e20786d6c3a6c616e673d27656e2720786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d66
72616d696e67272076657273696f6e3d27312e30272066726f6d3d276578616d706c652e636e272069643d2739376463323836382d653932382d3432
35622d623361652d353936646633633830336136272f3e817e010d3c73747265616d3a666561747572657320786d6c6e733a73747265616d3d276874
74703a2f2f6574686572782e6a61626265722e6f72672f73747265616d732720786d6c6e733d276a61626265723a636c69656e74273e3c6d65636861
6e69736d7320786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d7361736c273e3c6d656368616e69736d3e5343
52414d2d5348412d3235363c2f6d656368616e69736d3e3c6d656368616e69736d3e534352414d2d5348412d313c2f6d656368616e69736d3e3c6d65
6368616e69736d3e504c41494e3c2f6d656368616e69736d3e3c2f6d656368616e69736d733e3c2f73747265616d3a66656174757265733e
>>> hex
81d436047b420a650e365e24032f5a6a087f1471092c0c6d1e36503e0b23446516310c7c162e0c6a08784e690b321b771a315a265b2f53671323586d
082f0b262b0e774d356008453c3a464533264f664977583854234370137c
<<< hex
817e00a73c6661696c75726520786d6c6e733d2775726e3a696574663a706172616d733a786d6c3a6e733a786d70702d7361736c273e3c6e6f742d61
7574686f72697a65642f3e3c746578743e556e61626c6520746f20617574686f72697a6520796f752077697468207468652061757468656e74696361
74696f6e2063726564656e7469616c7320796f752661706f733b76652073656e742e3c2f746578743e3c2f6661696c7572653e
>>> hex
88820757a42704bf
<<< hex
880903e8476f6f64627965
===
> transport websocket none
> stream 2
> begin xmpp.stream tx=1 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"example.cn\" version=\"1.0\"/>"
> end complete
< stream 2
< begin xmpp.stream tx=2 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<open xml:lang=\'en\' xmlns=\'urn:ietf:params:xml:ns:xmpp-framing\' version=\'1.0\' from=\'example.cn\' id=\'97dc2868-e928-425b-b3ae-596df3c803a6\'/>"
< end complete
< begin xmpp.stream tx=3 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<stream:features xmlns:stream=\'http://et"... 269 bytes #83dc82c7
< end complete
> begin xmpp.stream tx=4 GET host=crm.example.cn path=/ws status=101
> credential plain "li":"wrong" auth 95 awaits
> end complete
> outcome tx=4 Rejected
< begin xmpp.stream tx=5 GET host=crm.example.cn path=/ws status=101 type="application/xml"
< derived "<failure xmlns=\'urn:ietf:params:xml:ns:xmpp-sasl\'><not-authorized/><text>Unable to authorize you with the authentication credentials you&apos;ve sent.</text></failure>"
< end complete
> stream 1
> begin websocket.close tx=1 GET host=crm.example.cn path=/ws status=101
> body "\x03\xe8"
> end complete
< stream 1
< begin websocket.close tx=2 GET host=crm.example.cn path=/ws status=101
< body "\x03\xe8Goodbye"
< end complete
> stream 2
< stream 2
