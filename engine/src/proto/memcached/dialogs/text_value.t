# Two words under another key may be a login, and are a value.
>>>
set c:1 0 0 14
Li 13800138000
<<<
STORED
===
> begin memcached.command tx=0
> credential set "Li":"13800138000"  60 awaits
> end complete
> begin memcached.command tx=0 db table=c:1 columns=c:* rows=1 type="text/csv"
> derived "\"c:*\"\r\n\"Li 13800138000\"\r\n"
> end complete
> outcome tx=0 Accepted
