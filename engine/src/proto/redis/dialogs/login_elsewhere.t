# Secrets of others: users that are set up, the login to another server, a watched master; secrets among settings.
>>>
*8
$3
ACL
$7
SETUSER
$4
carl
$2
on
$11
>C4rl-Pw789
$7
<0ld-Pw
$2
~*
$5
+@all
*2
$3
ACL
$4
LIST
*9
$7
MIGRATE
$9
192.0.2.7
$4
6379
$1
k
$1
0
$4
3000
$4
COPY
$4
AUTH
$9
Mig-Pw123
*12
$7
MIGRATE
$9
192.0.2.7
$4
6379
$0

$1
0
$4
3000
$5
AUTH2
$3
bob
$9
Mig-Pw456
$4
KEYS
$4
AUTH
$5
phone
*7
$8
SENTINEL
$3
SET
$4
main
$6
quorum
$1
2
$9
auth-pass
$9
Sent-Pw12
*3
$6
CONFIG
$3
GET
$5
*auth
*2
$3
GET
$5
phone
<<<
+OK
*1
$21
user default on ~* -@
+OK
-ERR Target instance replied with error: WRONGPASS
+OK
*4
$10
masterauth
$9
M4ster-Pw
$7
logfile
$9
/var/log/
$11
13800138000
===
> begin redis.command tx=0 db database=0
> text  Plain "ACL SETUSER carl on ~* +@all"
> credential acl "carl":"C4rl-Pw789"  95 awaits
> credential acl "carl":"0ld-Pw"  95 awaits
> end complete
> begin redis.command tx=1 db database=0
> text  Plain "ACL LIST"
> end complete
> begin redis.command tx=2 db database=0
> text  Plain "MIGRATE 192.0.2.7 6379 k 0 3000 COPY AUTH"
> credential migrate "":"Mig-Pw123"  95 awaits
> end complete
> begin redis.command tx=3 db database=0
> text  Plain "MIGRATE 192.0.2.7 6379  0 3000 AUTH2 bob KEYS AUTH phone"
> credential migrate "bob":"Mig-Pw456"  95 awaits
> end complete
> begin redis.command tx=4 db database=0
> text  Plain "SENTINEL SET main quorum 2 auth-pass"
> credential sentinel "":"Sent-Pw12"  95 awaits
> end complete
> begin redis.command tx=5 db database=0
> text  Plain "CONFIG GET *auth"
> end complete
> begin redis.command tx=6 db database=0 table=phone
> text  Plain "GET phone"
> end complete
> outcome tx=0 Accepted
< begin redis.reply tx=1 db database=0 rows=1 type="text/csv"
< derived "\"\"\r\n\"user default on ~* -@\"\r\n"
< end complete
> outcome tx=2 Accepted
< begin redis.reply tx=3 db database=0
< text  Plain "ERR Target instance replied with error: WRONGPASS"
< end complete
> outcome tx=3 Rejected
> outcome tx=4 Accepted
< begin redis.reply tx=5 db database=0
< credential config "":"M4ster-Pw"  95
< end complete
< begin redis.reply tx=5 db database=0 columns=logfile rows=1 type="text/csv"
< derived "\"logfile\"\r\n\"/var/log/\"\r\n"
< end complete
< begin redis.reply tx=6 db database=0 table=phone columns=phone rows=1 type="text/csv"
< derived "\"phone\"\r\n\"13800138000\"\r\n"
< end complete
