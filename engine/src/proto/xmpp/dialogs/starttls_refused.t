# STARTTLS is refused; a failure of it is none of a login.
>>>
<stream:stream to='example.cn' xmlns='jabber:client'><auth mechanism='PLAIN'>AGxpd2VpAHJpZ2h0LTI=</auth>\
<<<
<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>\
===
> begin xmpp.stream tx=0
> text auth Plain "liwei"
> credential plain "liwei":"right-2" auth 95 awaits
> end complete
< begin xmpp.stream tx=1 type="application/xml"
< body "<failure xmlns=\'urn:ietf:params:xml:ns:xmpp-tls\'/>"
< end complete
> outcome tx=0 Accepted
< begin xmpp.stream tx=2 type="application/xml"
< body "<success xmlns=\'urn:ietf:params:xml:ns:xmpp-sasl\'/>"
< end complete
