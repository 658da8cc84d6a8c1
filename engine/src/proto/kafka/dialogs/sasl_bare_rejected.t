# The broker closes instead of an answer.
>>>
\0\0\0\x16\0\x11\0\0\0\0\0\x01\0\x05crm-1\0\x05PLAIN\
<<<
\0\0\0\x11\0\0\0\x01\0\0\0\0\0\x01\0\x05PLAIN\
>>>
\0\0\0\x0b\0crm1\0guess\
<<|
===
< begin kafka.response tx=0 db
< text  Plain " PLAIN"
< end complete
> begin kafka.request tx=1
> credential plain "crm1":"guess"  95 awaits
> end complete
> outcome tx=1 Rejected
