# STOMP over WebSocket: a login that RabbitMQ refuses.
>>> hex
c1d2cbb31d5adf772c544b93115a8b54a35f8358d51097c2ec5943be8f725bf1e9a10da8d3f7159c73d9601541365f28bddf15d0208275e156d8db90
aafbd42583317ad77b1f4da704de583011e7b8ab8b4a9a4e1c16d4b3
<<< hex
c171720d0af20fe2ca4d2d2e4e4c4fb5724a4c5170f6f7f373750ee14acecf2b49cd2bd12da92c48b52a49ad28d12fc849cccce32a4b2d2acecccfb3
32d433d031d433046223b8da9cd4bcf4920c2b63432e2ec7e464a0a10a45a969a5c5a9290a69f9450a404691827a7251aea13a17031700
>>> hex
88805a0f411f
<<< hex
8800
===
> transport websocket none
> stream 2
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.2,1.1,1.0\nheart-beat: 1000,1000\n"
> credential passcode "crm1":"wrong"  95 awaits
> end complete
< stream 2
> outcome tx=0 Rejected
< begin stomp.error tx=1 db user=crm1 type="text/plain"
< text header Headers "message: Bad CONNECT\nversion: 1.0,1.1,1.2\n"
< derived "Access refused for user \'crm1\'\n"
< end complete
> stream 1
> begin websocket.close tx=0
> end complete
< stream 1
< begin websocket.close tx=1
< end complete
> stream 2
< stream 2
