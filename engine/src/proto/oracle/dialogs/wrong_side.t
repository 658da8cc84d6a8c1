# A client that accepts.
>>> hex
00 d7 00 00 01 00 00 00 01 3f 01 2c 0c 41 20 00 ff ff 4f 98 00 00 00 01 00 8d 00 4a 00 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 00 00 00 00 28 44 45 53 43 52 49 50 54 49 4f 4e 3d 28 41 44 44 52 45 53 53 3d
28 50 52 4f 54 4f 43 4f 4c 3d 74 63 70 29 28 48 4f 53 54 3d 31 39 32 2e 30 2e 32 2e 39 29 28 50
4f 52 54 3d 31 35 32 31 29 29 28 43 4f 4e 4e 45 43 54 5f 44 41 54 41 3d 28 53 45 52 56 49 43 45
5f 4e 41 4d 45 3d 63 72 6d 29 28 43 49 44 3d 28 50 52 4f 47 52 41 4d 3d 62 69 6c 6c 69 6e 67 29
28 48 4f 53 54 3d 61 70 70 31 29 28 55 53 45 52 3d 6c 69 29 29 29 29
<<< hex
00 2c 00 00 02 00 00 00 01 3f 0c 41 20 00 ff ff 00 01 00 00 00 2d 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00
>>> hex
00 00 00 13 06 00 00 00 00 00 01 06 00 70 79 74 68 6f 6e
<<< hex
00 00 00 1a 06 00 00 00 00 00 01 06 00 78 38 36 5f 36 34 2f 4c 69 6e 75 78 00
>>> hex
00 2c 00 00 02 00 00 00 01 3f 0c 41 20 00 ff ff 00 01 00 00 00 2d 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00
===
> begin oracle.connect tx=0 db database=crm
> derived "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=192.0.2.9)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=crm)(CID=(PROGRAM=billing)(HOST=app1)(USER=li))))"
> end complete
> begin oracle.query tx=0 db database=crm type="text/plain; charset=utf-8"
> derived "ython\n"
> end complete
> lost
