# Only the server is seen: two refusals, then its words on the login.
<<< hex
4e 4e 52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
<<< hex
54 00 00 00 1f 00 01 6d 6f 62 69 6c 65 00 00 00 00 00 00 00 00 00 00 19 ff ff ff ff ff ff 00 00
44 00 00 00 15 00 01 00 00 00 0b 31 33 38 30 30 31 33 38 30 30 30 43 00 00 00 0d 53 45 4c 45 43
54 20 31 00 5a 00 00 00 05 49
===
> transport pgsql none upgrade=not_offered
> transport pgsql none upgrade=not_offered
< begin pgsql.rows tx=0 db columns=mobile type="text/csv"
< derived "\"mobile\"\n\"13800138000\"\n"
< db columns=mobile rows=1
< end complete
