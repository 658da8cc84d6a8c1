# A segment beyond the limit, one without a name, a header that is none, many elements.
@limit head_bytes 256
>>>
UNB+UNOA:1+CRM+PARTNER+260101:1000+1'UNH+1+ORDERS'FTX+\{300*x} 13800138000'COM+13900139000:TE'\
no segment 13700137000'UNB+x'LIN\{130*+}13600136000'UNT+3+1'\
===
> begin edifact.interchange tx=0
> text  UrlEncoded "UNB-01=UNOA 1&UNB-03=PARTNER&UNB-04=260101 1000&"
> end complete
> begin edifact.message tx=1
> anomaly head_too_long a segment
> body "FTX+xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... 338 bytes #36eba375
> anomaly header_malformed interchange
> body "UNB+x"
> anomaly parts_limit elements of a segment
> text  Plain "LIN++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++13600136000"
> text  UrlEncoded "UNH-02=ORDERS&COM-01=13900139000 TE&"
> end complete
