# SCRAM and DIGEST-MD5 show no secret; tokens do; what is not base64; SASL 2; a component.
>>>
<stream:stream to='example.cn' xmlns='jabber:client'>\
<auth mechanism='SCRAM-SHA-1'>biwsbj13YW5nLHI9cnV2cQ==</auth>\
<<<
<challenge>cj1ydXZx</challenge>\
>>>
<response>Yz1iaXdz</response>\
<<<
<success>dj1h</success>\
>>>
<auth mechanism='X-OAUTH2'>AGxpd2VpQGV4YW1wbGUuY24AdG9rZW4tMQ==</auth>\
<auth mechanism='PLAIN'>***</auth>\
<auth mechanism='PLAIN'>=</auth>\
<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'><initial-response>AGxpd2VpAHJpZ2h0LTI=</initial-response></authenticate>\
<<<
<success xmlns='urn:xmpp:sasl:2'><authorization-identifier>liwei@example.cn</authorization-identifier></success>\
>>>
<handshake>aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e</handshake>\
===
> anomaly challenge_login scram
> begin xmpp.stream tx=0
> text auth Plain "n,,n=wang,r=ruvq"
> end complete
> begin xmpp.stream tx=1
> text auth Plain "c=biws"
> end complete
> outcome tx=1 Accepted
< begin xmpp.stream tx=2 type="application/xml"
< body "<success>dj1h</success>"
< end complete
> begin xmpp.stream tx=3
> text auth Plain "liwei@example.cn"
> credential bearer "liwei@example.cn":"token-1" auth 95 awaits
> end complete
> begin xmpp.stream tx=4
> anomaly header_malformed a login's response is not base64
> text auth Plain "***"
> end complete
> begin xmpp.stream tx=5
> end complete
> begin xmpp.stream tx=6
> text auth Plain "liwei"
> credential plain "liwei":"right-2" auth 95 awaits
> end complete
> outcome tx=6 Accepted
< begin xmpp.stream tx=7 type="application/xml"
< body "<success xmlns=\'urn:xmpp:sasl:2\'><authorization-identifier>liwei@example.cn</authorization-identifier></success>"
< end complete
> anomaly challenge_login handshake
> begin xmpp.stream tx=8 type="application/xml"
> body "<handshake>aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e</handshake>"
> end complete
