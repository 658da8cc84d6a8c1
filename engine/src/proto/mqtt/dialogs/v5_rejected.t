# Version 5: refused, with a reason.
>>>
\x10\x1f\0\x04MQTT\x05\xc2\0<\0\0\x05crm-1\0\x04crm1\0\x05wrong\
<<<
 \x1f\0\x86\x1c\x1f\0\x19bad user name or password\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> credential password "crm1":"wrong"  95 awaits
> end complete
> outcome tx=0 Rejected
< begin mqtt.control tx=1
< text header Headers "reason: bad user name or password\n"
< end complete
