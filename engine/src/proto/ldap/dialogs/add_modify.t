# Attributes of entries added and changed; a password in the clear, a hashed one.
>>> hex
30560201016851040f7569643d312c6f753d70656f706c65303e301a04046d61696c311204107a68616e67406578616d
706c652e636e3020040c7573657250617373776f72643110040e7b535348417d6162636465666768
<<< hex
300c02010169070a010004000400
>>> hex
30570201026652040f7569643d312c6f753d70656f706c65303f301c0a0102301704066d6f62696c65310d040b313338
3030313338303030301f0a0102301a040c7573657250617373776f7264310a0408636c656172313233
<<< hex
302a02010267250a01320400041e6e6f2061636365737320666f72207a68616e67406578616d706c652e636e
>>> hex
301e0201034a197569643d31333830303133383030302c6f753d70656f706c65
>>> hex
30230201046e1e04057569643d31301504046d61696c040d6c69406578616d706c652e636e
===
> begin ldap.add tx=0 db columns=dn,mail,userPassword rows=1 type="text/csv"
> derived "\"dn\",\"mail\",\"userPassword\"\r\n\"uid=1,ou=people\",\"zhang@example.cn\",\"{SSHA}abcdefgh\"\r\n"
> end complete
> begin ldap.modify tx=1 db columns=dn,mobile rows=1 type="text/csv"
> derived "\"dn\",\"mobile\"\r\n\"uid=1,ou=people\",\"13800138000\"\r\n"
> end complete
> begin ldap.modify tx=1
> credential attribute "uid=1,ou=people":"clear123"  95 awaits
> end complete
< begin ldap.result tx=1
< text  Plain "no access for zhang@example.cn"
< end complete
> outcome tx=1 Rejected
> begin ldap.request tx=2
> text  Plain "uid=13800138000,ou=people"
> end complete
> begin ldap.compare tx=3 db columns=dn,mail rows=1 type="text/csv"
> derived "\"dn\",\"mail\"\r\n\"uid=1\",\"li@example.cn\"\r\n"
> end complete
