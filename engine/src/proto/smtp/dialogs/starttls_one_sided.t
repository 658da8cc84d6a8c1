# The client begins TLS; the server was not seen.
>>>
EHLO client.example.cn
STARTTLS
>>> hex
16 03 01 00 05 01 00 00 01 00
===
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\nSTARTTLS\r\n"
> transport smtp none upgrade=used
> end complete
> handover
