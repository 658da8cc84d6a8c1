# A login by PLAIN, refused, then accepted; STARTTLS is not offered; a message; blanks between stanzas.
>>>
<?xml version='1.0'?><stream:stream to='example.cn' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>\
<<<
<?xml version='1.0'?><stream:stream id='1' from='example.cn' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>\
<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>\
>>>
<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGxpd2VpAHdyb25nLTE=</auth>\
<<<
<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>\
>>>
<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>\
<<<
<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>\
>>>
<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AGxpd2VpAHJpZ2h0LTI=</response>\
<<<
<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>\
>>>
<stream:stream to='example.cn' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>
<message to='wang@example.cn' type='chat'><body>张伟 &amp; 13800138000</body></message>
 \
<presence/></stream:stream>\
<<<
<stream:stream id='2' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><stream:features><bind/></stream:features>\
<message><body>13900139000</body></message></stream:stream>\
===
> transport xmpp none upgrade=not_offered
< begin xmpp.stream tx=0 type="application/xml"
< body "<stream:features><mechanisms xmlns=\'urn:ietf:params:xml:ns:xmpp-sasl\'><mechanism>PLAIN</mechanism></mechanisms></stream:features>"
< end complete
> begin xmpp.stream tx=1
> text auth Plain "liwei"
> credential plain "liwei":"wrong-1" auth 95 awaits
> end complete
> outcome tx=1 Rejected
< begin xmpp.stream tx=2 type="application/xml"
< body "<failure xmlns=\'urn:ietf:params:xml:ns:xmpp-sasl\'><not-authorized/></failure>"
< end complete
> begin xmpp.stream tx=3
> text auth Plain "liwei"
> credential plain "liwei":"right-2" auth 95 awaits
> end complete
> outcome tx=3 Accepted
< begin xmpp.stream tx=4 type="application/xml"
< body "<success xmlns=\'urn:ietf:params:xml:ns:xmpp-sasl\'/>"
< end complete
> begin xmpp.message tx=5 type="application/xml"
> body "<message to=\'wang@example.cn\' type=\'chat\'><body>张伟 &amp; 13800138000</body></message>"
> end complete
> begin xmpp.presence tx=6 type="application/xml"
> body "<presence/>"
> end complete
< begin xmpp.stream tx=7 type="application/xml"
< body "<stream:features><bind/></stream:features>"
< end complete
< begin xmpp.message tx=8 type="application/xml"
< body "<message><body>13900139000</body></message>"
< end complete
