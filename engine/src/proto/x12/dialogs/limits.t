# A segment beyond the limit, one without a name, a header that is none.
@limit head_bytes 256
>>>
ISA*00*          *00*          *ZZ*CRM            *ZZ*PARTNER        *260101*1000*^*00501*000000001*0*T*:~\
ST*834*0001~NTE*\{300*x} 13800138000~PER*IP**HP*13900139000~no segment 13700137000~ISA*x~SE*5*0001~\
===
> begin x12.interchange tx=0
> text  UrlEncoded "ISA-08=PARTNER&ISA-09=260101&ISA-10=1000&ISA-12=00501&ISA-13=000000001&"
> end complete
> begin x12.transaction tx=1
> anomaly head_too_long a segment
> body "NTE*xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 338 bytes #d704429f
> anomaly header_malformed interchange
> body "ISA*x"
> text  UrlEncoded "ST-02=0001&PER-04=13900139000&SE-02=0001&"
> end complete
