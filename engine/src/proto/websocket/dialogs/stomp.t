# STOMP over WebSocket, between stompjs and RabbitMQ: a login, a message there and back, heart-beats.
>>> hex
c1d55fa96f414b6d5e4fdf8963411f4ed144577ce2d4e70bec5e9f7347c8dd802bfe30158ebd4b6b87566762f1f37c107faf0782facc02b427f9b650
ea099bdebc4e14e44a7a6b142dc25524eac2fc9dd23333a7c2f4b5a6cfba5f
<<< hex
c16172f6f7f373750e7175e12a4e2d2a4b2db20a4a4c4aca2cf10dd437d63334d0b3000a171767e6e7594169ddf490d082a052e32ae360275fdf24ff
9274f7c8f2f872ae8cd4c4a212dda4d4c4122b430303031d10c105340facd750cf888b8b810b00
>>> hex
c1ad2ac942be20c737b45cc7b0ca582c88f29be36cf3f8fca2f463e46c77e6826ebfb3691de6b093d8147559d126b3ce16b32ac1d85a3490d6504265
a59b190f4ac563024c0d96cb8403a4fa4302640045c338c673c5610c59caf9d91b111b596668057334f0625a9d9679c564084e2ab19ba78d4b5005da
c36b7edaec108d699fc30db0a719579bd55904f1760eff90d6
<<< hex
c17e00aaf2750d0e767477e52a2e4d2a4e2eca2c28019b5b9aa46bc095925a5c9299970816d12f2c4d2d4dd52fc849cccce3ca055a9b989eaa9b9962
15120f56ebe080df290e0e865c45a929a9399940eb5353acd212738a53b992f3f34a52f34a744b2a0b52ad120b0a723293c1b6e96715e7e7c1657352
f3d24b32ac4cccb8b8aa95f212735395ac949eee59f06447a7428c52458c92928e526e7e52660e48dcd0d8c2c0004c1828d532700100c103e20200
>>> hex
c18333ae9270d1ac92
<<< hex
c103e20200
>>> hex
c19a517e70ba238f7cccd7f833eb3b0c1adc10f725c81f000110ff5fa0d7517e
<<< hex
880c03e853544f4d502064696564
>>> hex
888c378a684234623b1678c7386253e30d26
===
> transport websocket none
> stream 2
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2,1.1,1.0\nheart-beat: 1000,1000\n"
> credential passcode "crm1":"s3cret-Pw"  95 awaits
> end complete
< stream 2
> outcome tx=0 Accepted
< begin stomp.control tx=1 db user=crm1
< text header Headers "server: RabbitMQ/3.10.8\nsession: session-gTUpRu3z3SBMMbOtgGYw_w\nheart-beat: 1000,1000\nversion: 1.2\n"
< end complete
> begin stomp.control tx=2 db table=/queue/plain user=crm1
> text topic Plain "/queue/plain"
> text header Headers "id: sub-0\n"
> end complete
> begin stomp.send tx=3 db table=/queue/plain user=crm1 type="application/json"
> text topic Plain "/queue/plain"
> derived "{\"name\":\"张三 \\\"x\\\"\",\"mobile\":\"13800138000\"}"
> end complete
< begin stomp.message tx=4 db table=/queue/plain user=crm1 type="application/json"
< text topic Plain "/queue/plain"
< text header Headers "subscription: sub-0\nmessage-id: T_sub-0@@session-gTUpRu3z3SBMMbOtgGYw_w@@1\nredelivered: false\n"
< derived "{\"name\":\"张三 \\\"x\\\"\",\"mobile\":\"13800138000\"}"
< end complete
> begin stomp.control tx=5 db user=crm1
> text header Headers "receipt: close-1\n"
> end complete
< stream 1
< begin websocket.close tx=0
< body "\x03\xe8STOMP died"
< end complete
> stream 1
> begin websocket.close tx=1
> body "\x03\xe8STOMP died"
> end complete
> stream 2
< stream 2
