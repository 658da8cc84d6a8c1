# MQTT over WebSocket, compressed, between MQTT.js and RabbitMQ: a login, messages there and back, one of them long.
>>> hex
c2836223ac137023acc283e7bdb1f3b5bfb1c28471a3fb7813c3fa78c2860c76df5efe7bd3570d76c28303e7635361e663c283c7e51ebafde11ec284
d2b198adb00199adc284b28f6e11d0ef6b11c28798f74f9eb2b8024cadf34fc284c6ef18d9a48f19d9c28619e8d76453c61d511de8c284e22c989880
cc9c98c28bf609ff89dc3fb1a7bc242e84de0eff
<<< hex
c206526062600000
>>> hex
c2833421469b5e2346c2837886bb1f9a84bbc2840c805014767b4114c28456b03c7634d03976c287cbb6370b8198fdde9cb037c2832c895edd4e895e
<<< hex
c2079ac0fcf6230300
>>> hex
c283ad23700e9f2170c2836d0f5d85df0b5dc284cb1d7b4ca9fd7e4cc28d0931bfe90b802da2827a4d9a5aba35e809c284500dbe5a2af6b75ac2a529
7e4a5c83288017e5331fee7b04f03be8ed57c1634400e5d037d365096f093f227d496c48de1e5729
<<< hex
c20672607afb0900c236323067e04d2ecad54f2e2d2ec9cf4d2d2aae56ca4bcc4d55b2527aba67c1931d9d4a3a4ab9f9499939201143630b03033061
a0540b00
>>> hex
c2837fc62c204dc62cc2853cddf09406686b853cc284c97a4578ab9a4578c288f1c78cd8f3ae42113e8c8bd8c2cb40aa9609ac63a704409a9a0a7080
13992afd6e1adb2cf5f76cd3d9567563a63a7399a53a7399a53a7399a53a7399a53a7399a53a7399a53a7399a53a7399a53a7399a53a7399a53a7399
a53abf469d
<<< hex
c25deccb310dc020004451d8908104085315752154601da00ad0c15b2e2fb9fc32ff18d249fb37deda9e73ed29999999999999999999999999999999
99999999999999999999999999999999999999999999999999999999999999f9662f00
>>> hex
c283ed8dfd3c978dfdc28353e54cdf31e54c88803a628df9
<<< hex
880b03e84d5154542064696564
===
> transport websocket none
> stream 2
> begin mqtt.connect tx=1 GET host=crm.example.cn path=/ws status=101
> text client_id Plain "web-1"
> credential password "crm1":"s3cret-Pw"  95 awaits
> end complete
< stream 2
> outcome tx=1 Accepted
> begin mqtt.subscribe tx=2 GET host=crm.example.cn path=/ws status=101 db user=crm1
> text topic Plain "crm/#\n"
> end complete
> begin mqtt.publish tx=3 GET host=crm.example.cn path=/ws status=101 db table=crm/customers user=crm1 length=40
> text topic Plain "crm/customers"
> derived "{\"name\":\"张三\",\"mobile\":\"13800138000\"}"
> end complete
< begin mqtt.publish tx=4 GET host=crm.example.cn path=/ws status=101 db table=crm/customers user=crm1 length=40
< text topic Plain "crm/customers"
< derived "{\"name\":\"张三\",\"mobile\":\"13800138000\"}"
< end complete
> begin mqtt.publish tx=5 GET host=crm.example.cn path=/ws status=101 db table=crm/long user=crm1 length=24000
> text topic Plain "crm/long"
> derived "13900139000 13900139000 13900139000 1390"... 24000 bytes #59e97100
> end complete
< begin mqtt.publish tx=6 GET host=crm.example.cn path=/ws status=101 db table=crm/long user=crm1 length=24000
< text topic Plain "crm/long"
< derived "13900139000 13900139000 13900139000 1390"... 24000 bytes #59e97100
< end complete
> stream 1
> begin websocket.close tx=1 GET host=crm.example.cn path=/ws status=101
> end complete
< stream 1
< begin websocket.close tx=2 GET host=crm.example.cn path=/ws status=101
< body "\x03\xe8MQTT died"
< end complete
> stream 2
< stream 2
