# A wrong password, and one that must be changed.
>>> hex
12 01 00 2f 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00
01 ff 09 00 00 00 00 00 02 00 4d 00 00 00 00
<<< hex
04 01 00 2b 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 00 04 00 22 00
01 ff 0f 00 07 d0 00 00 02 00 00
>>> hex
10 01 00 b8 00 00 01 00 b0 00 00 00 04 00 00 74 00 10 00 00 07 00 00 00 d2 04 00 00 00 00 00 00
e0 03 00 00 e0 01 00 00 04 08 00 00 5e 00 0a 00 72 00 02 00 76 00 06 00 82 00 07 00 90 00 09 00
00 00 00 00 a2 00 04 00 aa 00 00 00 aa 00 03 00 02 42 00 00 00 01 b0 00 00 00 b0 00 00 00 b0 00
00 00 00 00 00 00 63 00 72 00 6d 00 2d 00 61 00 70 00 70 00 2d 00 30 00 31 00 73 00 61 00 c3 a5
b3 a5 63 a5 92 a5 93 a5 23 a5 62 00 69 00 6c 00 6c 00 69 00 6e 00 67 00 31 00 39 00 32 00 2e 00
30 00 2e 00 32 00 2e 00 39 00 4f 00 44 00 42 00 43 00 63 00 72 00 6d 00
<<< hex
04 01 00 62 00 00 01 00 aa 4a 00 18 48 00 00 01 0e 1b 00 4c 00 6f 00 67 00 69 00 6e 00 20 00 66
00 61 00 69 00 6c 00 65 00 64 00 20 00 66 00 6f 00 72 00 20 00 75 00 73 00 65 00 72 00 20 00 27
00 73 00 61 00 27 00 2e 00 03 53 00 52 00 56 00 00 01 00 00 00 fd 02 00 c1 00 00 00 00 00 00 00
00 00
>>> hex
10 01 00 bc 00 00 01 00 b4 00 00 00 04 00 00 74 00 10 00 00 07 00 00 00 d2 04 00 00 00 00 00 00
e0 03 00 00 e0 01 00 00 04 08 00 00 5e 00 0a 00 72 00 02 00 76 00 03 00 7c 00 07 00 8a 00 09 00
00 00 00 00 9c 00 04 00 a4 00 00 00 a4 00 03 00 02 42 00 00 00 01 aa 00 00 00 aa 00 00 00 aa 00
05 00 00 00 00 00 63 00 72 00 6d 00 2d 00 61 00 70 00 70 00 2d 00 30 00 31 00 73 00 61 00 b3 a5
63 a5 e2 a5 62 00 69 00 6c 00 6c 00 69 00 6e 00 67 00 31 00 39 00 32 00 2e 00 30 00 2e 00 32 00
2e 00 39 00 4f 00 44 00 42 00 43 00 63 00 72 00 6d 00 43 a5 f3 a5 f2 a5 97 a5 b6 a5
<<< hex
04 01 00 4a 00 00 01 00 ad 32 00 01 74 00 00 04 14 4d 00 69 00 63 00 72 00 6f 00 73 00 6f 00 66
00 74 00 20 00 53 00 51 00 4c 00 20 00 53 00 65 00 72 00 76 00 65 00 72 00 0f 00 07 d0 fd 00 00
c1 00 00 00 00 00 00 00 00 00
===
> transport tds none upgrade=not_offered
> begin tds.login tx=1 db database=crm user=sa type="text/plain; charset=utf-8"
> text user Plain "sa"
> text database Plain "crm"
> text host Plain "crm-app-01"
> text program Plain "billing"
> text server Plain "192.0.2.9"
> text library Plain "ODBC"
> credential cleartext "sa":"falsch"  95 awaits
> end complete
< begin tds.error tx=1 db database=crm user=sa type="text/plain; charset=utf-8"
< derived "Login failed for user \'sa\'."
< end complete
> outcome tx=1 Rejected
> begin tds.login tx=2 db database=crm user=sa type="text/plain; charset=utf-8"
> text user Plain "sa"
> text database Plain "crm"
> text host Plain "crm-app-01"
> text program Plain "billing"
> text server Plain "192.0.2.9"
> text library Plain "ODBC"
> credential cleartext "sa":"alt"  95 awaits
> credential cleartext "sa":"neu#1"  95 awaits
> end complete
> outcome tx=2 Accepted
