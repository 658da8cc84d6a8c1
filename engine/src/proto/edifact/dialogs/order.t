# An order with parties and contacts; released separators; two messages; an acknowledgement by the other side.
>>>
UNA:+.? '
UNB+UNOC:3+CRM:ZZ+PARTNER:ZZ+260101:1000+0001++ORDERS'
UNH+1+ORDERS:D:96A:UN'
BGM+220+PO-77+9'
NAD+BY+++LI WEI+1 O?'HARA ROAD ?+ 2:FLAT 3+BEIJING++100000+CN'
CTA+OC+:WANG FANG'
COM+?+86 13800138000:TE'
COM+li@example.cn:EM'
FTX+AAI+++really??'
UNT+8+1'
UNH+2+ORDERS:D:96A:UN'
RFF+ADE:DE89370400440532013000'
UNT+3+2'
UNZ+2+0001'
<<<
UNB+UNOC:3+PARTNER:ZZ+CRM:ZZ+260101:1001+0009'UNH+1+CONTRL:D:3:UN'UCI+0001+CRM:ZZ+PARTNER:ZZ+7'UNT+3+1'UNZ+1+0009'\
===
> begin edifact.interchange tx=0
> text  UrlEncoded "UNB-01=UNOC 3&UNB-02=CRM ZZ&UNB-03=PARTNER ZZ&UNB-04=260101 1000&UNB-05=0001&UNB-07=ORDERS&"
> end complete
> begin edifact.message tx=1
> text  UrlEncoded "UNH-02=ORDERS D 96A UN&BGM-02=PO-77&NAD-04=LI WEI&NAD-05=1 O\'HARA ROAD %2B 2 FLAT 3&NAD-06=BEIJING&NAD-08=100000&CTA-02=WANG FANG&COM-01=%2B86 13800138000 TE&COM-01=li@example.cn EM&FTX-04=really?&"
> end complete
> begin edifact.message tx=2
> text  UrlEncoded "UNH-02=ORDERS D 96A UN&RFF-01=ADE DE89370400440532013000&"
> end complete
> begin edifact.interchange tx=3
> text  UrlEncoded "UNZ-02=0001&"
> end complete
< begin edifact.interchange tx=4
< text  UrlEncoded "UNB-01=UNOC 3&UNB-02=PARTNER ZZ&UNB-03=CRM ZZ&UNB-04=260101 1001&UNB-05=0009&"
< end complete
< begin edifact.message tx=5
< text  UrlEncoded "UNH-02=CONTRL D 3 UN&UCI-01=0001&UCI-02=CRM ZZ&UCI-03=PARTNER ZZ&"
< end complete
< begin edifact.interchange tx=6
< text  UrlEncoded "UNZ-02=0009&"
< end complete
