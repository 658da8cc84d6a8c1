# The header is lost: text as it is until another one begins.
>>>
ISA*00*     \
><> 90
>>>
~PER*IP**HP*13800138000~ISABEL IS ~ISA*00*          *00*          *ZZ*CRM            *ZZ*PARTNER        *260101*1000*^*00501*000000001*0*T*:~\
ST*834*0001~PER*IP**HP*13900139000~SE*5*0001~\
===
> begin x12.interchange tx=0
> body "~PER*IP**HP*13800138000~ISABEL IS ~"
> end cut
> anomaly parser_resync
> begin x12.interchange tx=1
> text  UrlEncoded "ISA-08=PARTNER&ISA-09=260101&ISA-10=1000&ISA-12=00501&ISA-13=000000001&"
> end complete
> begin x12.transaction tx=2
> text  UrlEncoded "ST-02=0001&PER-04=13900139000&SE-02=0001&"
> end complete
