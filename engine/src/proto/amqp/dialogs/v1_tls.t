# AMQP 1.0: both agree to TLS.
>>>
AMQP\x02\x01\0\0\
<<<
AMQP\x02\x01\0\0\
>>>
\x16\x03\x01\0\x05hello\
===
> transport amqp none upgrade=used
< handover
