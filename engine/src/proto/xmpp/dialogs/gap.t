# Bytes are missing in a stanza, and in one that passes as it comes; what follows is text until a stanza begins.
@limit head_bytes 256
>>>
<stream:stream to='example.cn' xmlns='jabber:client'>\
<message><body>1380013\
><> 30
>>>
000</body></message> 13800138000 <b/><message><body>13900139000</body></message>\
<message><body>\{300*x}\
><> 40
>>>
 x</body></message><iq type='get' id='1'/>\
===
> begin xmpp.stream tx=0
> body "000</body></message> 13800138000 <b/>"
> end cut
> anomaly parser_resync
> begin xmpp.message tx=1 type="application/xml"
> body "<message><body>13900139000</body></message>"
> end complete
> anomaly head_too_long a stanza
> begin xmpp.message tx=2 type="application/xml"
> body "<message><body>xxxxxxxxxxxxxxxxxxxxxxxxx"... 315 bytes #6de0a4b3
> body_gap 40
> end cut
> begin xmpp.stream tx=3
> body " x</body></message>"
> end cut
> anomaly parser_resync
> begin xmpp.iq tx=4 type="application/xml"
> body "<iq type=\'get\' id=\'1\'/>"
> end complete
