# Version 5 logs in by AUTH packets: PLAIN at once, SCRAM without a secret, PLAIN again later.
>>>
\x10)\0\x04MQTT\x05\x02\0<\x17\x15\0\x05PLAIN\x16\0\x0c\0crm1\0s3cret\0\x05crm-1\
<<<
 \x03\0\0\0\
>>>
\xf0\x1a\x19\x18\x15\0\x05PLAIN\x16\0\r\0crm2\0s3cret2\
<<<
\xf0\x19\0\x17\x15\0\x05PLAIN\x1f\0\x0cwelcome back\
>>>
\xf0\x18\x19\x16\x15\0\x05PLAIN\x16\0\x0b\0crm3\0wrong\
<<<
\xe0\x01\x87\
<<|
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> credential plain "crm1":"s3cret"  95 awaits
> end complete
> outcome tx=0 Accepted
> begin mqtt.connect tx=1
> credential plain "crm2":"s3cret2"  95 awaits
> end complete
> outcome tx=1 Accepted
< begin mqtt.control tx=2
< text header Headers "reason: welcome back\n"
< end complete
> begin mqtt.connect tx=3
> credential plain "crm3":"wrong"  95 awaits
> end complete
> outcome tx=3 Rejected
