# Arrays in binary format: of numbers, of texts, of numerics with a NULL; and bytes that are none.
>>> hex
# startup
00 00 00 1f 00 03 00 00 75 73 65 72 00 61 70 70 00 64 61 74 61 62 61 73 65 00 63 72 6d 00 00
<<< hex
# ready
52 00 00 00 08 00 00 00 00 53 00 00 00 19 63 6c 69 65 6e 74 5f 65 6e 63 6f 64 69 6e 67 00 55 54
46 38 00 4b 00 00 00 0c 00 00 00 00 00 00 00 00 5a 00 00 00 05 49
>>> hex
51 00 00 00 14 73 65 6c 65 63 74 20 61 20 66 72 6f 6d 20 74 00
<<< hex
54 00 00 00 65 00 04 70 68 6f 6e 65 73 00 00 00 00 00 00 00 00 00 03 f8 ff ff ff ff ff ff 00 01
6e 6f 74 65 73 00 00 00 00 00 00 00 00 00 03 f1 ff ff ff ff ff ff 00 01 63 61 72 64 73 00 00 00
00 00 00 00 00 00 04 cf ff ff ff ff ff ff 00 01 72 61 77 00 00 00 00 00 00 00 00 00 00 11 ff ff
ff ff ff ff 00 01 44 00 00 00 d4 00 04 00 00 00 2c 00 00 00 01 00 00 00 00 00 00 00 14 00 00 00
02 00 00 00 01 00 00 00 08 00 00 00 03 36 8d 65 10 00 00 00 08 00 00 00 03 3c 83 49 f8 00 00 00
58 00 00 00 01 00 00 00 00 00 00 00 19 00 00 00 02 00 00 00 01 00 00 00 0b 31 33 37 30 30 31 33
37 30 30 30 00 00 00 31 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 31 00 00 00 2c 00 00 00
01 00 00 00 01 00 00 06 a4 00 00 00 02 00 00 00 01 00 00 00 10 00 04 00 03 00 00 00 00 18 4e 00
d2 00 00 04 d2 ff ff ff ff 00 00 00 0e 00 00 00 01 00 00 00 00 00 00 00 14 61 62 43 00 00 00 0d
53 45 4c 45 43 54 20 31 00 5a 00 00 00 05 49
===
> begin pgsql.login tx=0 db database=crm user=app type="text/plain"
> text user Plain "app"
> text database Plain "crm"
> end complete
> outcome tx=0 Accepted
> begin pgsql.query tx=1 db database=crm table=t user=app type="text/plain; charset=utf-8"
> derived "select a from t"
> end complete
< begin pgsql.rows tx=1 db database=crm table=t user=app columns=phones,notes,cards,raw type="text/csv; charset=utf-8"
< derived "\"phones\",\"notes\",\"cards\",\"raw\"\n\"{13800138000,13900139000}\",\"{13700137000,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1}\",\"{6222021000001234,NULL}\",\" ab\"\n"
< db database=crm table=t user=app columns=phones,notes,cards,raw rows=1
< end complete
