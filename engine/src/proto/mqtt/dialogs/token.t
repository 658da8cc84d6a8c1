# A web token as password is text; a name alone is no login. The broker says nothing.
>>>
\x10L\0\x04MQTT\x04\xc2\0<\0\x05crm-1\0\x06device\01eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\
>>>
\x10 \0\x04MQTT\x04\x82\0<\0\x05crm-1\0\rA1_TEST_TOKEN\
===
> begin mqtt.connect tx=0
> text client_id Plain "crm-1"
> text user Plain "device"
> text password Plain "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
> end complete
> begin mqtt.connect tx=1
> text client_id Plain "crm-1"
> text user Plain "A1_TEST_TOKEN"
> end complete
