# A broker that speaks another version answers by its own header.
>>>
AMQP\0\x01\0\0\
<<<
AMQP\0\0\t\x01\
<<|
===
