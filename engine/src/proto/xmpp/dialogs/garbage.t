# Text between stanzas, an end tag too many, a comment, a section, a name that is too long, a stanza that is cut.
>>>
<stream:stream to='example.cn' xmlns='jabber:client'>\
call 13800138000 <presence/></message><!-- 13900139000 --><![CDATA[<a>]]>\
<\{140*n}> <iq type='get'/>\
<message><body>13700137000\
===
> begin xmpp.stream tx=0
> body "call 13800138000 "
> end complete
> begin xmpp.presence tx=1 type="application/xml"
> body "<presence/>"
> end complete
> begin xmpp.stream tx=2 type="application/xml"
> body "<!-- 13900139000 -->"
> end complete
> begin xmpp.stream tx=3 type="application/xml"
> body "<![CDATA[<a>]]>"
> end complete
> begin xmpp.stream tx=4
> body "<nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn> "
> end complete
> begin xmpp.iq tx=5 type="application/xml"
> body "<iq type=\'get\'/>"
> end complete
