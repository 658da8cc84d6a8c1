# An authorisation error; a response to no request; a set with another community.
>>> hex
302502010004056775657373a019020101020100020100300e300c06082b0601
02010104000500
<<< hex
302502010004056775657373a219020101020110020100300e300c06082b0601
02010104000500
<<< hex
303102010004056f74686572a225020109020100020100301a301806082b0601
0201010400040c6e6f626f64792061736b6564
>>> hex
3032020100040770726976617465a3240201020201000201003019301706082b
06010201010400040b3133383030313338303030
===
> transport snmp none
> begin snmp.request tx=0
> credential community "":"guess"  95 awaits
> end complete
< begin snmp.response tx=0
> outcome tx=0 Rejected
< end complete
< begin snmp.response tx=1
< credential community "":"other"  95
< text varbind Headers "1.3.6.1.2.1.1.4.0: nobody asked\n"
< end complete
> begin snmp.request tx=2
> credential community "":"private"  95 awaits
> text varbind Headers "1.3.6.1.2.1.1.4.0: 13800138000\n"
> end complete
