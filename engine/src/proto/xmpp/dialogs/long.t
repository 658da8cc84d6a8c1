# A stanza that is longer than the limit passes as it comes; the next one is whole. A tag that does not end is given up.
@limit head_bytes 256
>>>
<stream:stream to='example.cn' xmlns='jabber:client'>\
<message><body>\{300*x} 13800138000</body><a b='/>'/></message>\
<iq type='get' id='1'/>\
<message to='\{600*y} 13900139000\
<presence/>\
===
> anomaly head_too_long a stanza
> begin xmpp.message tx=0 type="application/xml"
> body "<message><body>xxxxxxxxxxxxxxxxxxxxxxxxx"... 355 bytes #3048409a
> end complete
> begin xmpp.iq tx=1 type="application/xml"
> body "<iq type=\'get\' id=\'1\'/>"
> end complete
> anomaly head_too_long a stanza
> begin xmpp.message tx=2 type="application/xml"
> body "<message to=\'yyyyyyyyyyyyyyyyyyyyyyyyyyy"... 256 bytes #75e0ca1f
> anomaly header_malformed a tag without an end
> end cut
> begin xmpp.stream tx=3
> body "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"... 369 bytes #47c07069
> end cut
> anomaly parser_resync
> begin xmpp.presence tx=4 type="application/xml"
> body "<presence/>"
> end complete
