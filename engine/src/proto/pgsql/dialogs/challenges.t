# Challenge and answer: MD5, then on another flow it would be SCRAM.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
52 00 00 00 0c 00 00 00 05 73 61 6c 74
>>> hex
70 00 00 00 28 6d 64 35 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30
30 30 30 30 30 30 30 30 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> anomaly challenge_login md5
> outcome tx=0 Accepted
