# A replica asks for everything: a file without a line's end, then the stream of commands.
>>> hex
2a 31 0d 0a 24 34 0d 0a 50 49 4e 47 0d 0a 2a 33 0d 0a 24 35 0d 0a 50 53 59 4e 43 0d 0a 24 31 0d
0a 3f 0d 0a 24 32 0d 0a 2d 31 0d 0a
<<< hex
2b 50 4f 4e 47 0d 0a 2b 46 55 4c 4c 52 45 53 59 4e 43 20 38 33 37 31 62 34 66 62 31 31 35 35 62
37 31 66 34 61 30 34 64 33 65 31 62 63 33 65 31 38 63 34 61 39 39 30 61 65 65 62 20 30 0d 0a 24
35 31 0d 0a 52 45 44 49 53 30 30 31 31 10 06 63 75 73 74 3a 31 18 00 00 00 00 00 00 85 70 68 6f
6e 65 06 f4 81 e4 5e 3a 03 00 00 00 09 ff ff 00 00 00 00 00 00 00 00 2a 32 0d 0a 24 36 0d 0a 53
45 4c 45 43 54 0d 0a 24 31 0d 0a 30 0d 0a 2a 33 0d 0a 24 33 0d 0a 53 45 54 0d 0a 24 35 0d 0a 70
68 6f 6e 65 0d 0a 24 31 31 0d 0a 31 33 38 30 30 31 33 38 30 30 30 0d 0a
>>> hex
2a 33 0d 0a 24 38 0d 0a 52 45 50 4c 43 4f 4e 46 0d 0a 24 33 0d 0a 41 43 4b 0d 0a 24 32 0d 0a 31
34 0d 0a
===
> begin redis.command tx=0 db database=0
> text  Plain "PING"
> end complete
> begin redis.command tx=1 db database=0
> text  Plain "PSYNC ? -1"
> end complete
< begin redis.reply tx=1 db database=0
< text  Plain "FULLRESYNC 8371b4fb1155b71f4a04d3e1bc3e18c4a990aeeb 0"
< end complete
< begin redis.reply tx=1 db database=0
< body "REDIS0011\x10\x06cust:1\x18\x00\x00\x00\x00\x00\x00\x85phone\x06\xf4\x81\xe4^:\x03\x00\x00\x00\t\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00"
< end complete
< begin redis.reply tx=1 db database=0 rows=2 type="text/csv"
< derived "\"\"\r\n\"SELECT\"\r\n\"0\"\r\n"
< end complete
< begin redis.reply tx=1 db database=0 rows=3 type="text/csv"
< derived "\"\"\r\n\"SET\"\r\n\"phone\"\r\n\"13800138000\"\r\n"
< end complete
> begin redis.command tx=2 db database=0
> text  Plain "REPLCONF ACK 14"
> end complete
