# A password in the header; another interchange with other separators behind it, whose transaction does not end.
>>>
ISA|00|          |01|S3cret-77 |ZZ|CRM            |ZZ|PARTNER        |260101|1000|U|00401|000000001|0|P|>'GS|BE|CRM'\
IEA|1|000000001'\
ISA*00*          *00*          *ZZ*CRM            *ZZ*PARTNER        *260101*1000*^*00501*000000002*0*T*:~ST*270*1~\
NM1*IL*1*LI*WEI%20a&b+c~\
===
> begin x12.interchange tx=0
> credential isa "CRM":"S3cret-77" ISA-04 90
> text  UrlEncoded "ISA-08=PARTNER&ISA-09=260101&ISA-10=1000&ISA-12=00401&ISA-13=000000001&IEA-02=000000001&"
> end complete
> begin x12.interchange tx=1
> text  UrlEncoded "ISA-08=PARTNER&ISA-09=260101&ISA-10=1000&ISA-12=00501&ISA-13=000000002&"
> end complete
> begin x12.transaction tx=2
> text  UrlEncoded "NM1-04=WEI%2520a%26b%2Bc&"
> end cut
