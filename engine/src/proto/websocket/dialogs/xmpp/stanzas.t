# XMPP over WebSocket: a stream opens, and a message.
>>> hex
81d137fa213d0b95515859da59505b945200158f53530d93444951c0515c459b4c4e0d824c510d9452074f97514d1a9c535c5a934f5a15da55520ad8
44455697515152d4425315da57584589485259c7030c19ca031209  # 
81be37fa213d0b97444e449b4658178e4e001596487d5282405047964413549403030b984e594ec4100e0fca110c04c2110d07c60e5f589e58030bd5
4c584489405a52c4  # 
===
> transport websocket none
> stream 2
> begin xmpp.stream tx=1 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"example.cn\" version=\"1.0\"/>"
> end complete
> begin xmpp.message tx=2 GET host=crm.example.cn path=/ws status=101 type="application/xml"
> derived "<message to=\"li@example.cn\"><body>13800138000</body></message>"
> end complete
< stream 2
