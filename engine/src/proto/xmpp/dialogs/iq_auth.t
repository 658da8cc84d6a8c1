# The old login by iq, rejected and accepted, and by digest; a new account; a room with a password.
>>>
<stream:stream to='example.cn' xmlns='jabber:client'>\
<iq type='set' id='a1'><query xmlns='jabber:iq:auth'><username>liwei</username><password>wrong&amp;1</password></query></iq>\
<<<
<stream:stream id='1' xmlns='jabber:client'><iq type='error' id='a1'><error code='401'/></iq>\
>>>
<iq type='set' id='a2'><query xmlns='jabber:iq:auth'><username>liwei</username><password>right-2</password></query></iq>\
<<<
<iq type='result' id='a2'/><iq type='result' id='a9'/>\
>>>
<iq type='set' id='a3'><query xmlns='jabber:iq:auth'><username>liwei</username><digest>48fc78be9ec8f86d8ce1c39c320c97c21d62334d</digest></query></iq>\
<iq type='set' id='a4'><query xmlns='jabber:iq:register'><username>wang</username><password>new-3</password><email>wang@example.cn</email></query></iq>\
<iq type='get' id='a5'><query xmlns='jabber:iq:register'><password/></query></iq>\
<presence to='crm@rooms.example.cn/li'><x xmlns='http://jabber.org/protocol/muc'><password>room-4</password></x></presence>\
===
> begin xmpp.iq tx=0 type="application/xml"
> credential iq-auth "liwei":"wrong&1"  95 awaits
> derived "<iq type=\'set\' id=\'a1\'><query xmlns=\'jabber:iq:auth\'><username>liwei</username><password></password></query></iq>"
> end complete
> outcome tx=0 Rejected
< begin xmpp.iq tx=1 type="application/xml"
< body "<iq type=\'error\' id=\'a1\'><error code=\'401\'/></iq>"
< end complete
> begin xmpp.iq tx=2 type="application/xml"
> credential iq-auth "liwei":"right-2"  95 awaits
> derived "<iq type=\'set\' id=\'a2\'><query xmlns=\'jabber:iq:auth\'><username>liwei</username><password></password></query></iq>"
> end complete
> outcome tx=2 Accepted
< begin xmpp.iq tx=3 type="application/xml"
< body "<iq type=\'result\' id=\'a2\'/>"
< end complete
< begin xmpp.iq tx=4 type="application/xml"
< body "<iq type=\'result\' id=\'a9\'/>"
< end complete
> anomaly challenge_login digest
> begin xmpp.iq tx=5 type="application/xml"
> body "<iq type=\'set\' id=\'a3\'><query xmlns=\'jabber:iq:auth\'><username>liwei</username><digest>48fc78be9ec8f86d8ce1c39c320c97c21d62334d</digest></query></iq>"
> end complete
> begin xmpp.iq tx=6 type="application/xml"
> credential register "wang":"new-3"  95 awaits
> derived "<iq type=\'set\' id=\'a4\'><query xmlns=\'jabber:iq:register\'><username>wang</username><password></password><email>wang@example.cn</email></query></iq>"
> end complete
> begin xmpp.iq tx=7 type="application/xml"
> body "<iq type=\'get\' id=\'a5\'><query xmlns=\'jabber:iq:register\'><password/></query></iq>"
> end complete
> begin xmpp.presence tx=8 type="application/xml"
> credential room "crm@rooms.example.cn":"room-4"  95
> derived "<presence to=\'crm@rooms.example.cn/li\'><x xmlns=\'http://jabber.org/protocol/muc\'><password></password></x></presence>"
> end complete
