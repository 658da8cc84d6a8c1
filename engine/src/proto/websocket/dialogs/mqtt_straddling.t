# MQTT over WebSocket: packets that straddle messages, fragments, pings between.
>>> hex
828937fa213d27e521397aab756933  # the beginning of CONNECT
898637fa213d5696484b52c5  # ping
829837fa213df5fa1d3d328d445f1acb213954884c0c37fc520e54884449  # 
<<< hex
820420020000  # CONNACK
>>> hex
029437fa213d07cd213054884c12548f52495897444f44810353  # 
8a8037fa213d  # pong
80b037fa213d5697441f0dd8c481971e99b415d603505898485152d81b1f06c9190d07cb120507ca111f4aca0b3d3d99535018955359  # 
82a137fa213d528852505898485152da100e0eca110c04c3110d07da4e5b179b4f1d5888455845  # 
<<< hex
82183016000963726d2f7265706c793133373030313337303030  # 
>>> hex
888237fa213d3412  # close
===
> transport websocket none
> stream 2
> stream 1
> begin websocket.ping tx=0
> body "alive?"
> end complete
> stream 2
> begin mqtt.connect tx=0
> text client_id Plain "web-1"
> credential password "crm1":"s3cret"  95 awaits
> end complete
< stream 2
> outcome tx=0 Accepted
> begin mqtt.publish tx=1 db table=crm/customers user=crm1 length=40
> text topic Plain "crm/customers"
> derived "{\"n"
> stream 1
> begin websocket.ping tx=1
> end complete
> stream 2
> derived "ame\":\"张三\",\"mobile\":\"13800138000\"}"
> end complete
> begin mqtt.publish tx=2 db table=crm/orders user=crm1 length=30
> text topic Plain "crm/orders"
> derived "mobile 13900139000 of an order"
> end complete
< begin mqtt.publish tx=3 db table=crm/reply user=crm1 length=11
< text topic Plain "crm/reply"
< derived "13700137000"
< end complete
> stream 1
> begin websocket.close tx=2
> body "\x03\xe8"
> end complete
> stream 2
