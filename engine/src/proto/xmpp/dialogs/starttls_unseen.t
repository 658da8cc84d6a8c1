# What the server says is lost; TLS begins all the same.
>>>
<stream:stream to='example.cn' xmlns='jabber:client'><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>\
<>< 300
>>> hex
160301005a
===
> begin xmpp.stream tx=0 type="application/xml"
> body "<starttls xmlns=\'urn:ietf:params:xml:ns:xmpp-tls\'/>"
> end complete
> transport xmpp none upgrade=used
> handover
