# What is no message passes as it is.
>>> hex
3021020101601c020103040f636e3d612c64633d6578616d706c658006736563726574
>>> hex
68656c6c6f20313338303031333830303020304d0201016848040f7569643d312c6f753d70656f706c653035301a0404
6d61696c311204107a68616e67406578616d706c652e636e301704066d6f62696c65310d040b31333830303133383030
30
<<< hex
303030302077686174
===
> begin ldap.bind tx=0
> text  Plain "cn=a,dc=example"
> end complete
> begin ldap.bind tx=0
> credential simple "cn=a,dc=example":"secret"  95 awaits
> end complete
> begin ldap tx=0
> body "hello 13800138000 "
> end cut
> anomaly parser_resync
> begin ldap.add tx=1 db user=cn=a,dc=example columns=dn,mail,mobile rows=1 type="text/csv"
> derived "\"dn\",\"mail\",\"mobile\"\r\n\"uid=1,ou=people\",\"zhang@example.cn\",\"13800138000\"\r\n"
> end complete
< begin ldap tx=1
< body "0000 what"
< end cut
