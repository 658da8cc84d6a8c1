# The client was not seen to begin.
<<< hex
52 00 00 00 08 00 00 00 03
>>> hex
70 00 00 00 0c 68 75 6e 74 65 72 32 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db type="text/plain"
> credential cleartext "":"hunter2"  95 awaits
> end complete
> outcome tx=0 Accepted
