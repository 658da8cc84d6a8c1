# A challenge: no secret to be read.
>>>
\0\0\0\x1e\0\x11\0\x01\0\0\0\x01\0\x05crm-1\0\rSCRAM-SHA-256\
<<<
\0\0\0\x19\0\0\0\x01\0\0\0\0\0\x01\0\rSCRAM-SHA-256\
>>>
\0\0\0%\0$\0\x01\0\0\0\x02\0\x05crm-1\0\0\0\x12n,,n=crm1,r=abcdef\
<<<
\0\0\0(\0\0\0\x02\0\0\xff\xff\0\0\0\x14r=abcdefx,s=eA==,i=1\0\0\0\0\0\0\0\0\
>>>
\0\0\0*\0$\0\x01\0\0\0\x03\0\x05crm-1\0\0\0\x17c=biws,r=abcdefx,p=eA==\
<<<
\0\0\0\x14\0\0\0\x03\0\0\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\
===
> anomaly challenge_login scram
< begin kafka.response tx=0 db
< text  Plain " \rSCRAM-SHA-256"
< end complete
> begin kafka.request tx=1
> end complete
< begin kafka.response tx=1 db
< text  Plain " r=abcdefx,s=eA==,i=1 "
< end complete
> begin kafka.request tx=2
> end complete
