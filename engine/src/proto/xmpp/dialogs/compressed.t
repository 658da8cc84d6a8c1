# Everything behind `compressed` is content of a coding.
>>>
<stream:stream to='example.cn' xmlns='jabber:client'><compress xmlns='http://jabber.org/protocol/compress'><method>zlib</method></compress>\
<<<
<stream:stream id='1' xmlns='jabber:client'><compressed xmlns='http://jabber.org/protocol/compress'/>\
>>> hex
789c010203
><> 10
>>> hex
0405
<<< hex
789c04
===
> begin xmpp.stream tx=0 type="application/xml"
> body "<compress xmlns=\'http://jabber.org/protocol/compress\'><method>zlib</method></compress>"
> end complete
> begin xmpp.stream tx=1 codings=[Deflate]
< begin xmpp.stream tx=1 codings=[Deflate]
> body "x\x9c\x01\x02\x03"
> body_gap 10
> body "\u{4}\u{5}"
< body "x\x9c\x04"
> end complete
< end complete
