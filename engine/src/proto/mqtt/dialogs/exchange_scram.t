# SCRAM shows no secret.
>>>
\x104\0\x04MQTT\x05\x02\0<"\x15\0\rSCRAM-SHA-256\x16\0\x0fn,,n=crm1,r=abc\0\x05crm-1\
<<<
\xf0)\x18'\x15\0\rSCRAM-SHA-256\x16\0\x14r=abcd,s=QQ==,i=4096\
>>>
\xf0)\x18'\x15\0\rSCRAM-SHA-256\x16\0\x14c=biws,r=abcd,p=AAAA\
<<<
 \x03\0\0\0\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> anomaly challenge_login scram
> end complete
> begin mqtt.connect tx=1
> end complete
