# The place is lost until a message begins.
>>> hex
304d02
><> 10
>>> hex
312c6f753d70656f706c653035301a04046d61696c311204107a68616e67406578616d706c652e636e301704066d6f62
696c65310d040b3133383030313338303030304d0201016848040f7569643d312c6f753d70656f706c653035301a0404
6d61696c311204107a68616e67406578616d706c652e636e301704066d6f62696c65310d040b31333830303133383030
30
===
> begin ldap tx=0
> body "1,ou=people050\u{1a}\u{4}\u{4}mail1\u{12}\u{4}\u{10}zhang@example.cn0\u{17}\u{4}\u{6}mobile1\r\u{4}\u{b}13800138000"
> end cut
> anomaly parser_resync
> begin ldap.add tx=0 db columns=dn,mail,mobile rows=1 type="text/csv"
> derived "\"dn\",\"mail\",\"mobile\"\r\n\"uid=1,ou=people\",\"zhang@example.cn\",\"13800138000\"\r\n"
> end complete
