# Only the server is seen.
<<< hex
4a 00 00 00 0a 38 2e 30 2e 33 36 00 07 00 00 00 61 62 63 64 65 66 67 68 00 df f7 2d 02 00 bf 81
15 00 00 00 00 00 00 00 00 00 00 69 6a 6b 6c 6d 6e 6f 70 71 72 73 74 00 6d 79 73 71 6c 5f 6e 61
74 69 76 65 5f 70 61 73 73 77 6f 72 64 00 07 00 00 02 00 00 00 02 00 00 00 01 00 00 01 01 35 00
00 02 03 64 65 66 03 63 72 6d 08 63 75 73 74 6f 6d 65 72 08 63 75 73 74 6f 6d 65 72 06 6d 6f 62
69 6c 65 06 6d 6f 62 69 6c 65 0c 2d 00 64 00 00 00 fd 00 00 00 00 00 05 00 00 03 fe 00 00 02 00
0c 00 00 04 0b 31 33 38 30 30 31 33 38 30 30 30 05 00 00 05 fe 00 00 02 00
===
< begin mysql.rows tx=0 db database=crm table=customer columns=mobile type="text/csv; charset=utf-8"
< derived "\"mobile\"\n\"13800138000\"\n"
< db database=crm table=customer columns=mobile rows=1
< end complete
