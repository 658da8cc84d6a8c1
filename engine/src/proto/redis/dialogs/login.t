# A login, refused and accepted; a database; who is known from then on.
>>>
*2
$4
AUTH
$5
guess
*3
$4
AUTH
$4
crm1
$6
s3cret
*2
$6
SELECT
$1
3
*2
$3
GET
$5
k:123
<<<
-WRONGPASS invalid username-password pair
+OK
+OK
$11
13800138000
===
> begin redis.command tx=0 db database=0
> text  Plain "AUTH"
> credential auth "":"guess"  95 awaits
> end complete
> begin redis.command tx=1 db database=0
> text  Plain "AUTH crm1"
> credential auth "crm1":"s3cret"  95 awaits
> end complete
> begin redis.command tx=2 db database=0 user=crm1
> text  Plain "SELECT"
> end complete
> begin redis.command tx=3 db database=3 table=k:123 user=crm1
> text  Plain "GET k:123"
> end complete
< begin redis.reply tx=0 db database=3 user=crm1
< text  Plain "WRONGPASS invalid username-password pair"
< end complete
> outcome tx=0 Rejected
> outcome tx=1 Accepted
< begin redis.reply tx=3 db database=3 table=k:123 user=crm1 columns=k:* rows=1 type="text/csv"
< derived "\"k:*\"\r\n\"13800138000\"\r\n"
< end complete
