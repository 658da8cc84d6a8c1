# Tokens: one opaque, one a web token (reported as such).
>>>
\0\0\0\x1c\0\x11\0\x01\0\0\0\x01\0\x05crm-1\0\x0bOAUTHBEARER\
>>>
\0\0\07\0$\0\x01\0\0\0\x02\0\x05crm-1\0\0\0$n,a=crm1,\x01auth=Bearer 0p4que-t0ken\x01\x01\
<<<
\0\0\0\n\
\0\0\0\x01\0\0\0\0\0\0\0\0\0\x14\0\0\0\x02\0\0\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\
>>>
\0\0\0E\0$\0\x01\0\0\0\x03\0\x05crm-1\0\0\02n,,\x01auth=Bearer eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x\x01\x01\
===
> begin kafka.request tx=1
> credential bearer "crm1":"0p4que-t0ken"  95 awaits
> end complete
> outcome tx=1 Accepted
> begin kafka.request tx=2
> text  Plain "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x"
> end complete
