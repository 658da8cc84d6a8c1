# A gap over packets: the next one is found by its head.
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
00 00 00 8b 06 00 00 00 00 00 03 5e 03 02 80 61 00 01 01 3d 01 01 0d 00 00 00 01 0a 04 7f ff ff
ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 3d
73 65 6c 65 63 74 20 6e 61 6d 65 2c 20 6d 6f 62 69 6c 65 2c 20 63 61 72 64 20 66 72 6f 6d 20 63
72 6d 2e 63 75 73 74 6f 6d 65 72 20 77 68 65 72 65 20 6d 6f 62 69 6c 65 20 3d 20 3a 31 01 01 00
00 00 00 00 00 00 00 00 00 00 00
<<< hex
00 00 00 f4 06 00 00 00 00 00 10 17 01 02 03 01 02 03 01 02 03 01 02 03 01 02 03 01 02 03 01 02
03 01 02 03 01 3c 01 03 01 01 80 00 00 01 28 00 00 00 00 00 00 01 04 04 4e 41 4d 45
<>< 900
<<< hex
6e 6f 69 73 65 20 6e 6f 69 73 65 20 31 33 37 30 30 31 33 37 30 30 30 00 00 00 f4 06 00 00 00 00
00 10 17 01 02 03 01 02 03 01 02 03 01 02 03 01 02 03 01 02 03 01 02 03 01 02 03 01 3c 01 03 01
01 80 00 00 01 28 00 00 00 00 00 00 01 04 04 4e 41 4d 45 00 00 00 00 00 01 80 00 00 01 14 00 00
00 00 00 00 01 06 06 4d 4f 42 49 4c 45 00 00 00 00 00 00 06 01 00 00 00 00 00 00 00 00 00 00 07
06 e5 bc a0 e4 b8 89 0b 31 33 38 30 30 31 33 38 30 30 30 09 c8 2a 0c 0c 0c 0c 0c 0c 0c 07 06 e6
9d 8e e5 9b 9b 0b 31 33 39 30 30 31 33 39 30 30 30 06 c6 02 26 01 0e 47 07 04 cd f5 cd f5 16 00
31 00 33 00 36 00 30 00 30 00 31 00 33 00 36 00 30 00 30 00 30 00 04 01 01 00 02 05 7b 00 00 00
00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 19 4f 52 41 2d 30 31 34 30 33 3a 20 6e 6f 20
64 61 74 61 20 66 6f 75 6e 64 0a
===
> begin oracle.connect tx=0 db database=crm
> derived "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=192.0.2.9)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=crm)(CID=(PROGRAM=billing)(HOST=app1)(USER=li))))"
> end complete
> begin oracle.query tx=0 db database=crm type="text/plain; charset=utf-8"
> derived "ython\n"
> end complete
> begin oracle.query tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
> derived "select name, mobile, card from crm.customer where mobile = :1\n"
> end complete
< begin oracle.row tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "NAME\n"
< end cut
< begin oracle tx=2
< body "noise noise 13700137000"
< end cut
< anomaly parser_resync a packet begins
< begin oracle.row tx=1 db database=crm table=customer type="text/plain; charset=utf-8"
< derived "NAME\nMOBILE\n张三\n13800138000\n4111111111111111\n李四\n13900139000\n13700137000\n王王\n13600136000\nORA-01403: no data found\n\n"
< end complete
