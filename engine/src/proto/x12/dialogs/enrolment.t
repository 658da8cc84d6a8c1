# Two transaction sets and what envelops them; lines for people; components and repetitions.
>>>
ISA*00*          *00*          *ZZ*CRM            *ZZ*PARTNER        *260101*1000*^*00501*000000001*0*T*:~
GS*BE*CRM*PARTNER*20260101*1000*1*X*005010X220A1~
ST*834*0001*005010X220A1~
NM1*IL*1*LI*WEI****34*123456789~
PER*IP**HP*13800138000*EM*li@example.cn~
DMG*D8*19800101*F**:RET:2135-2^:RET:2028-9~
SE*5*0001~
ST*834*0002*005010X220A1~
NM1*IL*1*WANG*FANG~
PER*IP**HP*13900139000~
SE*4*0002~
GE*2*1~
IEA*1*000000001~
===
> begin x12.interchange tx=0
> text  UrlEncoded "ISA-08=PARTNER&ISA-09=260101&ISA-10=1000&ISA-12=00501&ISA-13=000000001&GS-03=PARTNER&GS-04=20260101&GS-05=1000&GS-08=005010X220A1&"
> end complete
> begin x12.transaction tx=1
> text  UrlEncoded "ST-02=0001&ST-03=005010X220A1&NM1-09=123456789&PER-04=13800138000&PER-06=li@example.cn&DMG-02=19800101&DMG-05= RET 2135-2; RET 2028-9&SE-02=0001&"
> end complete
> begin x12.transaction tx=2
> text  UrlEncoded "ST-02=0002&ST-03=005010X220A1&NM1-03=WANG&NM1-04=FANG&PER-04=13900139000&SE-02=0002&"
> end complete
> begin x12.interchange tx=3
> text  UrlEncoded "IEA-02=000000001&"
> end complete
