# Version 3.1, and a login that the broker refuses.
>>>
\x10 \0\x06MQIsdp\x03\xc2\0<\0\x05crm-1\0\x04crm1\0\x05wrong\
<<<
 \x02\0\x04\
<<|
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> credential password "crm1":"wrong"  95 awaits
> end complete
> outcome tx=0 Rejected
