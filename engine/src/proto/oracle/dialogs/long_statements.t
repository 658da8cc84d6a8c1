# Statements in chunks, of both kinds, over packets of two bytes of length.
>>> hex
00 d7 00 00 01 00 00 00 01 3f 01 2c 0c 41 20 00 ff ff 4f 98 00 00 00 01 00 8d 00 4a 00 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 00 00 00 00 28 44 45 53 43 52 49 50 54 49 4f 4e 3d 28 41 44 44 52 45 53 53 3d
28 50 52 4f 54 4f 43 4f 4c 3d 74 63 70 29 28 48 4f 53 54 3d 31 39 32 2e 30 2e 32 2e 39 29 28 50
4f 52 54 3d 31 35 32 31 29 29 28 43 4f 4e 4e 45 43 54 5f 44 41 54 41 3d 28 53 45 52 56 49 43 45
5f 4e 41 4d 45 3d 63 72 6d 29 28 43 49 44 3d 28 50 52 4f 47 52 41 4d 3d 62 69 6c 6c 69 6e 67 29
28 48 4f 53 54 3d 61 70 70 31 29 28 55 53 45 52 3d 6c 69 29 29 29 29
<<< hex
00 2c 00 00 02 00 00 00 01 38 0c 41 20 00 ff ff 00 01 00 00 00 2d 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00
>>> hex
01 c1 00 00 06 00 00 00 00 00 03 5e 03 02 80 61 00 01 02 01 6e 01 01 0d 00 00 00 01 0a 04 7f ff
ff ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
fe 02 01 6e 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 75 73 74 6f 6d 65 72 20 28 6e 61 6d 65 2c 20
6d 6f 62 69 6c 65 29 20 76 61 6c 75 65 73 20 28 27 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2
e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae
a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5
ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2
e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae
a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5
ae a2 e5 ae a2 27 2c 20 27 31 33 38 30 30 31 33 38 30 30 30 27 29 20 2d 2d 20 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 00 01 01 00 00 00 00 00 00 00 00 00 00 00
00
<<< hex
00 3f 00 00 06 00 00 00 00 00 04 01 01 00 02 05 7b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 19 4f 52 41 2d 30 31 34 30 33 3a 20 6e 6f 20 64 61 74 61 20 66 6f 75 6e 64 0a
>>> hex
00 a0 00 00 06 00 00 00 00 00 03 5e 03 02 80 61 00 01 02 01 6e 01 01 0d 00 00 00 01 0a 04 7f ff
ff ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
fe 40 69 6e 73 65 72 74 20 69 6e 74 6f 20 63 75 73 74 6f 6d 65 72 20 28 6e 61 6d 65 2c 20 6d 6f
62 69 6c 65 29 20 76 61 6c 75 65 73 20 28 27 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae
a2 e5 40 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2
01 2e 00 00 06 00 00 00 00 00 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5
ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae 40 a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae
a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5
ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 40 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae
a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 e5 ae a2 27 2c 20 27 31 33 38 30 30 31 33 38 30 30 30 27
29 20 2d 2d 20 78 78 78 78 78 78 78 78 78 78 40 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 2e 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 00
01 01 00 00 00 00 00 00 00 00 00 00 00 00
<<< hex
00 3f 00 00 06 00 00 00 00 00 04 01 01 00 02 05 7b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
00 00 00 00 00 19 4f 52 41 2d 30 31 34 30 33 3a 20 6e 6f 20 64 61 74 61 20 66 6f 75 6e 64 0a
===
> begin oracle.connect tx=0 db database=crm
> derived "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=192.0.2.9)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=crm)(CID=(PROGRAM=billing)(HOST=app1)(USER=li))))"
> end complete
> begin oracle.query tx=0 db database=crm table=customer type="text/plain; charset=utf-8"
> derived "insert into customer (name, mobile) valu"... 367 bytes #d06f86aa
> end complete
< begin oracle.row tx=0 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "ORA-01403: no data found\n\n"
< end complete
> begin oracle.query tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
> derived "insert into customer (name, mobile) valu"... 367 bytes #d06f86aa
> end complete
< begin oracle.row tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "ORA-01403: no data found\n\n"
< end complete
