# MQTT over WebSocket: bytes are missing in a payload, in a message, over messages.
>>> hex
82a137fa213d27e521397aab75693338210137ff565855d7103d3399535006fa274e0499535843  # CONNECT
<<< hex
820420020005  # refused
>>> hex
82b937fa213d07cd213054884c12548f52495897444f448103535697441f  # PUBLISH
><> 10
>>> hex
03505898485152d81b1f06c9190d07cb120507ca111f4a  # 
82ac37fa21  # 
><> 50
>>> hex
82ac37fa213d07d0213754884c125888455845894c5255934d5817cb120407ca100e0eca110d1795471d56940152459e444f82b937fa213d07cd2130
54884c12548f52495897444f448103535697441f0dd8c481971e99b415d603505898485152d81b1f06c9190d07cb120507ca111f4a898037fa213d89
8037fa213d82ac37fa213d07d0213754884c125888455845894c5255934d5817cb120407ca100e0eca110d1795471d56940152459e444f  # frames again
82b937fa213d07cd213054884c12548f52495897444f448103535697441f0dd8c481971e99b415d603505898485152d81b1f06c9190d07  # cut
===
> transport websocket none
> stream 2
> begin mqtt.connect tx=1 GET host=crm.example.cn path=/ws status=101
> text client_id Plain "web-1"
> credential password "crm1":"s3cret"  95 awaits
> end complete
< stream 2
> outcome tx=1 Rejected
> begin mqtt.publish tx=2 GET host=crm.example.cn path=/ws status=101 db table=crm/customers user=crm1 length=40
> text topic Plain "crm/customers"
> derived "{\"name\""
> body_gap 10
> derived "\"mobile\":\"13800138000\"}"
> end complete
> anomaly parser_resync
> anomaly parser_resync
> begin mqtt.publish tx=3 GET host=crm.example.cn path=/ws status=101 db table=crm/orders user=crm1 length=30
> text topic Plain "crm/orders"
> derived "mobile 13900139000 of an order"
> end complete
> begin mqtt.publish tx=4 GET host=crm.example.cn path=/ws status=101 db table=crm/customers user=crm1 length=40
> text topic Plain "crm/customers"
> derived "{\"name\":\"张三\",\"mobile\":\"13800138000\"}"
> end complete
> stream 1
> begin websocket.ping tx=1 GET host=crm.example.cn path=/ws status=101
> end complete
> begin websocket.ping tx=2 GET host=crm.example.cn path=/ws status=101
> end complete
> stream 2
> begin mqtt.publish tx=5 GET host=crm.example.cn path=/ws status=101 db table=crm/orders user=crm1 length=30
> text topic Plain "crm/orders"
> derived "mobile 13900139000 of an order"
> end complete
> begin mqtt.publish tx=6 GET host=crm.example.cn path=/ws status=101 db table=crm/customers user=crm1 length=40
> text topic Plain "crm/customers"
> derived "{\"name\":\"张三\",\"mobile\":\"13800"
> end cut
