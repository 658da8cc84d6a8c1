# SASL PLAIN shows its secret, DIGEST-MD5 does not; behind its security layer all is encrypted.
>>> hex
3021020101601c0201030400a3150405504c41494e040c0063726d3100733363726574
<<< hex
300c02010161070a010004000400
>>> hex
301a02010260150201030400a30e040a4449474553542d4d44350400
<<< hex
300c02010261070a010e04000400
>>> hex
302702010360220201030400a31b040a4449474553542d4d4435040d757365726e616d653d63726d31
<<< hex
300c02010361070a010004000400
>>> hex
000000106162636465666768696a6b6c6d6e6f70
<<< hex
000000106162636465666768696a6b6c6d6e6f70
===
> begin ldap.bind tx=0
> text  Plain "crm1"
> end complete
> begin ldap.bind tx=0
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
> anomaly challenge_login sasl
> anomaly challenge_login sasl
> outcome tx=2 Accepted
> bypass encrypted
< bypass encrypted
