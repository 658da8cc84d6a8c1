# Bytes are missing once the security is known.
>>> hex
03 00 00 13 0e e0 00 00 00 00 00 01 00 08 00 01 00 00 00
<<< hex
03 00 00 13 0e d0 00 00 00 00 00 02 00 08 00 00 00 00 00
<>< 100
<<< hex
a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5
===
> transport rdp weak RDP upgrade=not_offered
< bypass encrypted
