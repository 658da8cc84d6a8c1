# Both sides go on in the encryption of GSSAPI.
>>> hex
00 00 00 08 04 d2 16 30
<<< hex
47
>>> hex
00 00 00 04 61 62 63 64
<<< hex
00 00 00 04 61 62 63 64
===
> transport pgsql unknown upgrade=used
> bypass encrypted
< bypass encrypted
