# A login accepted; then rejected; a mechanism without a secret; the oldest form.
>>> hex
04 00 00 00 01 00 00 00 3b 00 02 00 0b 43 51 4c 5f 56 45 52 53 49 4f 4e 00 05 33 2e 30 2e 30 00
0b 44 52 49 56 45 52 5f 4e 41 4d 45 00 16 44 61 74 61 53 74 61 78 20 50 79 74 68 6f 6e 20 44 72
69 76 65 72
<<< hex
84 00 00 00 03 00 00 00 31 00 2f 6f 72 67 2e 61 70 61 63 68 65 2e 63 61 73 73 61 6e 64 72 61 2e
61 75 74 68 2e 50 61 73 73 77 6f 72 64 41 75 74 68 65 6e 74 69 63 61 74 6f 72
>>> hex
04 00 00 01 0f 00 00 00 19 00 00 00 15 00 63 72 6d 5f 61 70 70 00 53 63 68 31 75 65 73 73 65 6c
23 37
<<< hex
84 00 00 01 10 00 00 00 04 ff ff ff ff
>>> hex
04 00 00 02 0f 00 00 00 14 00 00 00 10 00 63 72 6d 5f 61 70 70 00 77 72 6f 6e 67 2d 32
<<< hex
84 00 00 02 00 00 00 00 3d 00 00 01 00 00 37 50 72 6f 76 69 64 65 64 20 75 73 65 72 6e 61 6d 65
20 63 72 6d 5f 61 70 70 20 61 6e 64 2f 6f 72 20 70 61 73 73 77 6f 72 64 20 61 72 65 20 69 6e 63
6f 72 72 65 63 74
>>> hex
04 00 00 03 0f 00 00 00 0a 00 00 00 06 47 53 53 41 50 49
<<< hex
84 00 00 03 0e 00 00 00 12 00 00 00 0e 01 02 03 04 20 63 68 61 6c 6c 65 6e 67 65
>>> hex
04 00 00 04 0f 00 00 00 19 00 00 00 15 00 63 72 6d 5f 61 70 70 00 53 63 68 31 75 65 73 73 65 6c
23 38
<<< hex
84 00 00 04 00 00 00 00 10 00 00 10 01 00 0a 6f 76 65 72 6c 6f 61 64 65 64
===
> begin cassandra.startup tx=0 db type="text/plain; charset=utf-8"
> derived "CQL_VERSION: 3.0.0\nDRIVER_NAME: DataStax Python Driver\n"
> end complete
< begin cassandra.response tx=1 db type="text/plain; charset=utf-8"
< derived "org.apache.cassandra.auth.PasswordAuthenticator"
< end complete
> begin cassandra.login tx=1 db user=crm_app type="text/plain; charset=utf-8"
> text user Plain "crm_app"
> credential plain "crm_app":"Sch1uessel#7"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin cassandra.login tx=2 db user=crm_app type="text/plain; charset=utf-8"
> text user Plain "crm_app"
> credential plain "crm_app":"wrong-2"  95 awaits
> end complete
> outcome tx=2 Rejected
< begin cassandra.error tx=2 db user=crm_app type="text/plain; charset=utf-8"
< derived "Provided username crm_app and/or password are incorrect"
< end complete
> anomaly challenge_login gssapi
< begin cassandra.response tx=4 db user=crm_app type="text/plain; charset=utf-8"
< derived "  challenge"
< end complete
> begin cassandra.login tx=4 db user=crm_app type="text/plain; charset=utf-8"
> text user Plain "crm_app"
> credential plain "crm_app":"Sch1uessel#8"  95 awaits
> end complete
> outcome tx=4 Unknown
< begin cassandra.error tx=4 db user=crm_app type="text/plain; charset=utf-8"
< derived "overloaded"
< end complete
