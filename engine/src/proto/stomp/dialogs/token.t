# A web token as passcode is text; a name alone is no login.
>>>
CONNECT\nlogin:dev\npasscode:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\n\n\0\
CONNECT\nlogin:device-token-9\nhost:x\n\n\0\
<<<
CONNECTED\nversion:1.2\nserver:RabbitMQ/3.10.8\n\n\0\
===
> begin stomp.connect tx=0
> text header Headers "passcode: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\nlogin: dev\n"
> end complete
> begin stomp.connect tx=1
> text header Headers "host: x\n"
> text header Headers "login: device-token-9\n"
> end complete
< begin stomp.control tx=2 db user=device-token-9
< text header Headers "version: 1.2\nserver: RabbitMQ/3.10.8\n"
< end complete
