# A login that hides what follows.
>>> hex
05 02 00 01
<<< hex
05 01
>>> hex
01 01 00 04 aa bb cc dd
<<< hex
01 01 00 02 ee ff
===
> transport socks none
> anomaly challenge_login gssapi
> bypass encrypted
< bypass encrypted
