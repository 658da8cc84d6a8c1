# MQTT over WebSocket: a login that RabbitMQ refuses.
>>> hex
c2834973e3f05b73e3c2833bcdb020a9ceb0c2845beb0bfb398b0afbc28654d84f47a6d5434e55d8c283ab4c4913c94d49c28374320e184e360ec284
aaebba2fc85bbb2fc284e08d15c482ed10c4c287062081e02c6fcc32332281c284360b1c6a546b1d6ac2866df7e27527d9284069f7c284ca567831a8
367d31c2873e253640140afc8f752236
<<< hex
881103ea756e61757468656e74696361746564
>>> hex
8891f1ec329af20647f4909946f2948246f3928d46ff95
===
> transport websocket none
> stream 2
> begin mqtt.connect tx=1 GET host=crm.example.cn path=/ws status=101
> text client_id Plain "web-2"
> credential password "crm1":"wrong"  95 awaits
> end complete
< stream 1
< begin websocket.close tx=1 GET host=crm.example.cn path=/ws status=101
< body "\x03\xeaunauthenticated"
< end complete
> stream 1
> begin websocket.close tx=2 GET host=crm.example.cn path=/ws status=101
> body "\x03\xeaunauthenticated"
> end complete
> stream 2
< stream 2
