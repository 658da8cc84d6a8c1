# AMQP 1.0: bytes of a SASL frame are missing; everything behind is scanned as it is.
>>>
AMQP\x03\x01\0\0\
\0\0\0\
><> 30
>>>
crm1 13800138000\
===
> begin amqp tx=0
> body "crm1 13800138000"
> end cut
