# AMQP 1.0: PLAIN in a long list, refused; SCRAM.
>>>
AMQP\x03\x01\0\0\
\0\0\05\x02\x01\0\0\0\x80\0\0\0\0\0\0\0A\xd0\0\0\0\x1e\0\0\0\x02\xb3\0\0\0\x05PLAIN\xb0\0\0\0\x0b\0crm1\0wrong\
<<<
AMQP\x03\x01\0\0\
\0\0\0\x10\x02\x01\0\0\0SD\xc0\x03\x01P\x01\
>>>
\0\0\0,\x02\x01\0\0\0SA\xc0\x1f\x02\xa3\rSCRAM-SHA-256\xa0\rn,,n=crm1,r=x\
\0\0\0\x16\x02\x01\0\0\0SC\xc0\t\x01\xa0\x06c=biws\
\0\0\0\x0f\x02\x01\0\0\0SC\xc0\x02\x01w\
\0\0\0\x03zzzz 13800138000\
===
> begin amqp.connection tx=0
> credential plain "crm1":"wrong"  95 awaits
> end complete
> outcome tx=0 Rejected
> begin amqp.connection tx=1
> anomaly challenge_login scram
> end complete
> begin amqp.connection tx=2
> end complete
> anomaly length_conflict SASL frame
> begin amqp tx=3 db user=crm1
> body "\u{0}\u{0}\u{0}\u{3}zzzz 13800138000"
> end cut
