# A wrong password, then an authorisation identity and no second field.
>>>
\0\0\0\x16\0\x11\0\x01\0\0\0\x01\0\x05crm-1\0\x05PLAIN\
<<<
\0\0\0\x11\0\0\0\x01\0\0\0\0\0\x01\0\x05PLAIN\
>>>
\0\0\0\x1e\0$\0\x01\0\0\0\x02\0\x05crm-1\0\0\0\x0b\0crm1\0guess\
<<<
\0\0\0)\0\0\0\x02\0:\0\x15Authentication failed\0\0\0\0\0\0\0\0\0\0\0\0\
>>>
\0\0\0\x1e\0$\0\x01\0\0\0\x03\0\x05crm-1\0\0\0\x0bcrm2\0\0other\
>>>
\0\0\0!\0$\0\x01\0\0\0\x04\0\x05crm-1\0\0\0\x0eno fields here\
===
< begin kafka.response tx=0 db
< text  Plain " PLAIN"
< end complete
> begin kafka.request tx=1
> credential plain "crm1":"guess"  95 awaits
> end complete
> outcome tx=1 Rejected
< begin kafka.response tx=1 db user=crm1
< text  Plain " : Authentication failed "
< end complete
> begin kafka.request tx=2
> credential plain "crm2":"other"  95 awaits
> end complete
> begin kafka.request tx=3
> text  Plain "no fields here"
> end complete
