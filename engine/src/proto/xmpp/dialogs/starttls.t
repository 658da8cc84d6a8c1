# STARTTLS is offered and used.
>>>
<stream:stream to='example.cn' xmlns='jabber:client'>\
<<<
<stream:stream id='1' xmlns='jabber:client'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>\
>>>
<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>\
<<<
<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>\
>>> hex
160301005a
===
> transport xmpp none upgrade=offered_unused
< begin xmpp.stream tx=0 type="application/xml"
< body "<stream:features><starttls xmlns=\'urn:ietf:params:xml:ns:xmpp-tls\'><required/></starttls></stream:features>"
< end complete
> begin xmpp.stream tx=1 type="application/xml"
> body "<starttls xmlns=\'urn:ietf:params:xml:ns:xmpp-tls\'/>"
> end complete
> transport xmpp none upgrade=used
< handover
