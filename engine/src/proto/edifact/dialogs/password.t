# Passwords of the recipient and of an application; signs of level B; repetitions of version 4; letters of ISO 8859-1.
>>>
UNB+UNOA:4+CRM+PARTNER+20260101:1000+1+S3cret?+77:BB'UNG+ORDERS+CRM+PARTNER+260101:1000+1+UN+D:96A+App-88'\
UNH+1+ORDERS:D:96A:UN'COM+13800138000:TE*13900139000:TE'UNT+3+1'UNE+1+1'UNZ+1+1'\
UNB\x1dUNOB\x1f1\x1dCRM\x1dPARTNER\x1d260101\x1f1000\x1d2\x1cUNH\x1d1\x1dORDERS\x1cNAD\x1dBY\x1d\x1d\x1dWang?\x1fFang\x1cUNT\x1d3\x1d1\x1cUNZ\x1d1\x1d2\x1c\
UNB+UNOC:3+CRM+PARTNER+260101:1000+3'UNH+1+ORDERS'NAD+BY+++J\xf6rg M\xfcller'\
===
> begin edifact.interchange tx=0
> credential unb "CRM":"S3cret+77" UNB-06 90
> credential ung "CRM":"App-88" UNG-08 90
> text  UrlEncoded "UNB-01=UNOA 4&UNB-03=PARTNER&UNB-04=20260101 1000&UNG-01=ORDERS&UNG-03=PARTNER&UNG-04=260101 1000&UNG-07=D 96A&"
> end complete
> begin edifact.message tx=1
> text  UrlEncoded "UNH-02=ORDERS D 96A UN&COM-01=13800138000 TE;13900139000 TE&"
> end complete
> begin edifact.interchange tx=2
> end complete
> begin edifact.interchange tx=3
> text  UrlEncoded "UNB-01=UNOB 1&UNB-03=PARTNER&UNB-04=260101 1000&"
> end complete
> begin edifact.message tx=4
> text  UrlEncoded "UNH-02=ORDERS&NAD-04=Wang? Fang&"
> end complete
> begin edifact.interchange tx=5
> end complete
> begin edifact.interchange tx=6
> text  UrlEncoded "UNB-01=UNOC 3&UNB-03=PARTNER&UNB-04=260101 1000&"
> end complete
> begin edifact.message tx=7
> text  UrlEncoded "UNH-02=ORDERS&NAD-04=Jörg Müller&"
> end cut
