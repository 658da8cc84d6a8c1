# Bytes are missing in a segment, behind which a released terminator ends nothing it should not; then in a header.
>>>
UNB+UNOA:1+CRM+PARTNER+260101:1000+1'UNH+1+ORDERS'COM+1380\
><> 10
>>>
138000:TE'COM+13900139000:TE'UNT+3+1'\
<<<
UNB+UN\
<>< 90
<<<
+x'COM+13800138000:TE'UNDER 'UNB+UNOA:1+CRM+PARTNER+260101:1000+1'UNH+1+ORDERS'COM+13900139000:TE'\
===
> begin edifact.interchange tx=0
> text  UrlEncoded "UNB-01=UNOA 1&UNB-03=PARTNER&UNB-04=260101 1000&"
> end complete
> begin edifact.message tx=1
> text  UrlEncoded "UNH-02=ORDERS&"
> body_gap 10
> body "138000:TE"
> text  UrlEncoded "COM-01=13900139000 TE&"
> end cut
< begin edifact.interchange tx=2
< body "+x\'COM+13800138000:TE\'UNDER \'"
< end cut
< anomaly parser_resync
< begin edifact.interchange tx=3
< text  UrlEncoded "UNB-01=UNOA 1&UNB-03=PARTNER&UNB-04=260101 1000&"
< end complete
< begin edifact.message tx=4
< text  UrlEncoded "UNH-02=ORDERS&COM-01=13900139000 TE&"
< end cut
