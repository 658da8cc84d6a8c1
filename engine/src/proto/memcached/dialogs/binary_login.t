# SASL PLAIN refused, then accepted; another mechanism shows no secret.
>>> hex
80 20 0000 00 00 0000 00000000 00000000 0000000000000000
80 21 0005 00 00 0000 00000010 00000001 0000000000000000 504c41494e 00 63726d31 00 6775657373
<<< hex
81 20 0000 00 00 0000 00000005 00000000 0000000000000000 504c41494e
81 21 0000 00 00 0020 0000000d 00000001 0000000000000000 41757468206661696c7572652e
>>> hex
80 21 0005 00 00 0000 00000011 00000002 0000000000000000 504c41494e 00 63726d31 00 733363726574
<<< hex
81 21 0000 00 00 0000 0000000d 00000002 0000000000000000 41757468656e74696361746564
>>> hex
80 21 0008 00 00 0000 00000008 00000003 0000000000000000 4352414d2d4d4435
===
> begin memcached.command tx=1
> text  Plain "crm1"
> credential plain "crm1":"guess"  95 awaits
> end complete
< begin memcached.reply tx=1 db user=crm1 rows=1 type="text/csv"
< derived "\"\"\r\n\"PLAIN\"\r\n"
< end complete
> outcome tx=1 Rejected
> begin memcached.command tx=2
> text  Plain "crm1"
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=2 Accepted
> anomaly challenge_login sasl
