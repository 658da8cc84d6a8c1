# A base backup: an archive that the server compressed in pieces, and the manifest; then one of an older server; then
# one with a gap.
>>> hex
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
52 00 00 00 08 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 31 42 41 53 45 5f 42 41 43 4b 55 50 20 28 20 4c 41 42 45 4c 20 27 62 27 2c 20 43 4f
4d 50 52 45 53 53 49 4f 4e 20 27 67 7a 69 70 27 29 00
<<< hex
48 00 00 00 07 00 00 00 64 00 00 00 12 6e 62 61 73 65 2e 74 61 72 2e 67 7a 00 00 64 00 00 00 19
64 1f 8b 08 00 00 00 00 00 02 03 2b 49 cd 51 30 34 b6 30 30 00 64 00 00 00 0d 70 00 00 00 00 00
00 00 40 64 00 00 00 1c 64 13 06 3a 0a 89 79 0a 89 45 c9 19 99 65 a9 00 2a 5b 2f bd 1b 00 00 00
64 00 00 00 05 64 64 00 00 00 05 6d 64 00 00 00 14 64 7b 20 22 46 69 6c 65 73 22 3a 20 5b 5d 20
7d 63 00 00 00 04 43 00 00 00 0b 53 45 4c 45 43 54 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 1a 42 41 53 45 5f 42 41 43 4b 55 50 20 4c 41 42 45 4c 20 27 62 27 00
<<< hex
48 00 00 00 07 00 00 00 64 00 00 00 19 62 61 73 65 2f 31 2f 31 32 35 39 00 00 20 74 65 6c 20 31
33 38 64 00 00 00 0c 30 30 31 33 38 30 30 30 63 00 00 00 04 43 00 00 00 0b 53 45 4c 45 43 54 00
5a 00 00 00 05 49
>>> hex
51 00 00 00 1d 42 41 53 45 5f 42 41 43 4b 55 50 20 28 20 4c 41 42 45 4c 20 27 62 27 29 00
<<< hex
48 00 00 00 07 00 00 00 64 00 00 00 12 6e 62 61 73 65 2e 74 61 72 2e 67 7a 00 00 64 00 00 00 19
64 1f 8b 08 00 00 00 00 00 02 03 2b 49 cd 51 30 34 b6 30 30 00
<>< 30
<<< hex
64 00 00 00 1c 64 13 06 3a 0a 89 79 0a 89 45 c9 19 99 65 a9 00 2a 5b 2f bd 1b 00 00 00 64 00 00
00 0d 70 00 00 00 00 00 00 00 40 64 00 00 00 14 6e 6d 6f 72 65 2e 74 61 72 00 2f 64 61 74 61 00
64 00 00 00 09 64 74 65 78 74 63 00 00 00 04 43 00 00 00 0b 53 45 4c 45 43 54 00 5a 00 00 00 05
49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm user=app type="text/plain"
> derived "BASE_BACKUP ( LABEL \'b\', COMPRESSION \'gzip\')"
> end complete
< begin pgsql.rows tx=1 db database=crm user=app file="base.tar.gz"
< body "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03+I\xcdQ04\xb600\x00\x13\x06:\n\x89y\n\x89E\xc9\x19\x99e\xa9\x00*[/\xbd\x1b\x00\x00\x00"
< end complete
< begin pgsql.rows tx=1 db database=crm user=app file="backup_manifest"
< body "{ \"Files\": [] }"
< end complete
> begin pgsql.query tx=2 db database=crm user=app type="text/plain"
> derived "BASE_BACKUP LABEL \'b\'"
> end complete
< begin pgsql.rows tx=2 db database=crm user=app
< body "base/1/1259\u{0}\u{0} tel 13800138000"
< end complete
> begin pgsql.query tx=3 db database=crm user=app type="text/plain"
> derived "BASE_BACKUP ( LABEL \'b\')"
> end complete
< begin pgsql.rows tx=3 db database=crm user=app file="base.tar.gz"
< body "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03+I\xcdQ04\xb600\x00"
< end cut
< anomaly parser_resync messages line up again
< sealed 23 undecodable
< begin pgsql.rows tx=3 db database=crm user=app file="more.tar"
< body "text"
< end complete
