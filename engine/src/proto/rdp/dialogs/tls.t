# The client offers TLS and CredSSP, the server takes CredSSP: TLS takes the connection over.
>>> hex
03 00 00 2e 29 e0 00 00 00 00 00 43 6f 6f 6b 69 65 3a 20 6d 73 74 73 68 61 73 68 3d 7a 68 61 6e
67 77 65 69 0d 0a 01 00 08 00 03 00 00 00
<<< hex
03 00 00 13 0e d0 00 00 00 00 00 02 00 08 00 02 00 00 00
>>> hex
16 03 01 00 04 01 00 00 00
===
> begin rdp tx=0
> text cookie Plain "Cookie: mstshash=zhangwei"
> end complete
> transport rdp none upgrade=used
< handover
