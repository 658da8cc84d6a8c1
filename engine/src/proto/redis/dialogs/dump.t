# Values as DUMP writes them: given, and taken.
>>> hex
2a 32 0d 0a 24 34 0d 0a 44 55 4d 50 0d 0a 24 36 0d 0a 63 75 73 74 3a 31 0d 0a 2a 35 0d 0a 24 37
0d 0a 52 45 53 54 4f 52 45 0d 0a 24 36 0d 0a 63 75 73 74 3a 32 0d 0a 24 31 0d 0a 30 0d 0a 24 33
36 0d 0a 10 18 00 00 00 00 00 00 85 70 68 6f 6e 65 06 f4 81 e4 5e 3a 03 00 00 00 09 ff 0b 00 01
02 03 04 05 06 07 08 0d 0a 24 37 0d 0a 52 45 50 4c 41 43 45 0d 0a
<<< hex
24 33 36 0d 0a 10 18 00 00 00 00 00 00 85 70 68 6f 6e 65 06 f4 81 e4 5e 3a 03 00 00 00 09 ff 0b
00 01 02 03 04 05 06 07 08 0d 0a 2b 4f 4b 0d 0a
===
> begin redis.command tx=0 db database=0 table=cust:1
> text  Plain "DUMP cust:1"
> end complete
> begin redis.command tx=1 db database=0 table=cust:2
> derived "REDIS0011\x10\x06cust:*\x18\x00\x00\x00\x00\x00\x00\x85phone\x06\xf4\x81\xe4^:\x03\x00\x00\x00\t\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00"
> end complete
> begin redis.command tx=1 db database=0 table=cust:2
> text  Plain "RESTORE cust:2 0 REPLACE"
> end complete
< begin redis.reply tx=0 db database=0 table=cust:1
< derived "REDIS0011\x10\x06cust:*\x18\x00\x00\x00\x00\x00\x00\x85phone\x06\xf4\x81\xe4^:\x03\x00\x00\x00\t\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00"
< end complete
